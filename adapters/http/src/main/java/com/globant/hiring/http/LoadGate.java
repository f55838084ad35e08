package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts the loads that run, lets in no more than allowed, and none once the service drains. */
final class LoadGate {
  private final int capacity;
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private int running;
  private boolean draining;

  LoadGate(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Lets a load in; {@link #leave} must follow.
   *
   * @throws Refused where it may not begin now
   */
  synchronized void enter() {
    if (draining) {
      throw new Refused(
          RefusalCode.DRAINING,
          "this instance is shutting down and takes no new loads; send the request again");
    }
    if (running == capacity) {
      throw new Refused(
          RefusalCode.TOO_MANY_LOADS,
          "%d loads are running, which is the most this instance takes (limits.max_concurrent_loads); send the request again later"
              .formatted(capacity));
    }
    running++;
  }

  synchronized void leave() {
    running--;
    completeWhenEmpty();
  }

  synchronized boolean draining() {
    return draining;
  }

  /** Lets nothing in any more; completes when the last load has left. */
  synchronized CompletionStage<Void> drain() {
    draining = true;
    completeWhenEmpty();
    return empty;
  }

  private void completeWhenEmpty() {
    if (draining && running == 0) {
      empty.complete(null);
    }
  }
}
