package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.auth.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Counts running loads. Refuses loads above the limits, in total and for each caller, and all loads
 * once the service drains. For any thread.
 */
public final class LoadGate {
  private final int capacity;
  private final int capacityOfCaller;
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private final Map<String, Integer> running = new HashMap<>();
  private int total;
  private int unanswered;
  private boolean draining;

  /**
   * @param capacity loads in total
   * @param capacityOfCaller loads of one caller
   */
  public LoadGate(int capacity, int capacityOfCaller) {
    this.capacity = capacity;
    this.capacityOfCaller = capacityOfCaller;
  }

  /**
   * Admits a load; {@link #ended} and {@link #answered} must follow.
   *
   * @param caller the client, as {@link Caller#share} names it
   * @throws Refused if the service drains
   * @throws HttpRefused if too many loads run
   */
  synchronized void enter(String caller) {
    if (draining) {
      throw new Refused(
          RefusalCode.DRAINING,
          "this instance is shutting down and takes no new loads; send the request again");
    }
    if (total == capacity) {
      throw new HttpRefused(
          HttpCode.TOO_MANY_LOADS,
          "%d loads are running, which is the most this instance takes (limits.max_concurrent_loads); send the request again later"
              .formatted(capacity));
    }
    int own = running.getOrDefault(caller, 0);
    if (own == capacityOfCaller) {
      throw new HttpRefused(
          HttpCode.TOO_MANY_LOADS,
          "%d loads of %s are running, which is the most this instance takes of one caller (limits.max_loads_per_caller); send the request again when one of them has ended"
              .formatted(own, caller));
    }
    running.put(caller, own + 1);
    total++;
  }

  /** Frees the place of a load before it is answered, so that its client may send the next one. */
  synchronized void ended(String caller) {
    running.computeIfPresent(caller, (name, own) -> own == 1 ? null : own - 1);
    total--;
    unanswered++;
  }

  /** Connections may be closed as far as this load is concerned. */
  synchronized void answered() {
    unanswered--;
    completeWhenEmpty();
  }

  public synchronized boolean draining() {
    return draining;
  }

  /** Refuses new loads; completes when the last load has been answered. */
  public synchronized CompletionStage<Void> drain() {
    draining = true;
    completeWhenEmpty();
    return empty;
  }

  private void completeWhenEmpty() {
    if (draining && total + unanswered == 0) {
      empty.complete(null);
    }
  }
}
