package com.globant.hiring.csv;

import com.globant.hiring.application.Refused;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Something that one worker at a time uses and any thread may close. It is released by its user
 * when it is in use, so that nobody waits and nothing is taken away under a user's hands.
 */
final class Tenancy {
  private enum State {
    FREE,
    TAKEN,
    /** Taken, and to be released by the user when it leaves. */
    GIVEN_UP,
    CLOSED
  }

  private final Workers workers;
  private final Runnable release;
  private final Supplier<RuntimeException> closed;
  private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

  /**
   * @param release lets go of it; called by a worker, after the use that was closed under way
   * @param closed how a use fails that is asked for after the end, or was under way then
   */
  Tenancy(Workers workers, Runnable release, Supplier<RuntimeException> closed) {
    this.workers = workers;
    this.release = release;
    this.closed = closed;
  }

  /**
   * Uses it on a worker.
   *
   * @throws IllegalStateException where a use is under way
   */
  <T> CompletionStage<T> use(Callable<T> work) {
    State before = state.compareAndExchange(State.FREE, State.TAKEN);
    if (before == State.TAKEN) {
      throw new IllegalStateException("Asked again before the last answer");
    }
    if (before != State.FREE) {
      return CompletableFuture.failedFuture(closed.get());
    }
    try {
      return workers.call(() -> useAndLeave(work));
    } catch (Refused stopping) {
      leave();
      return CompletableFuture.failedFuture(stopping);
    }
  }

  private <T> T useAndLeave(Callable<T> work) throws Exception {
    T result;
    try {
      result = work.call();
    } catch (Throwable failure) {
      if (leave()) {
        throw failure;
      }
      throw closed.get();
    }
    if (leave()) {
      return result;
    }
    throw closed.get();
  }

  /** Ends a use; false where all uses have ended with it. */
  private boolean leave() {
    if (state.compareAndSet(State.TAKEN, State.FREE)) {
      return true;
    }
    state.set(State.CLOSED);
    release.run();
    return false;
  }

  /**
   * Lets no further use begin.
   *
   * @return whether the caller is to release it, for there is no user who would
   */
  boolean close() {
    State before =
        state.getAndUpdate(
            now -> now == State.TAKEN || now == State.GIVEN_UP ? State.GIVEN_UP : State.CLOSED);
    return before == State.FREE;
  }
}
