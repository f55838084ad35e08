package com.globant.hiring.application.load;

import com.globant.hiring.application.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats an asynchronous step. Unlike {@code thenCompose} calling itself, it needs the same stack
 * for any number of turns, also when every step is complete at once.
 */
final class AsyncLoop {
  private final Supplier<CompletionStage<Boolean>> step;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private AsyncLoop(Supplier<CompletionStage<Boolean>> step) {
    this.step = step;
  }

  /** Repeats until a step gives false, or fails, or throws. Steps never overlap. */
  static CompletionStage<Void> repeatWhile(Supplier<CompletionStage<Boolean>> step) {
    AsyncLoop loop = new AsyncLoop(step);
    loop.run();
    return loop.done;
  }

  private void run() {
    AtomicBoolean secondGoesOn;
    do {
      if (done.isDone()) {
        return;
      }
      // Of this thread and the one that completes the step, whoever comes second goes on.
      AtomicBoolean turn = new AtomicBoolean();
      secondGoesOn = turn;
      start()
          .whenComplete(
              (more, failure) -> {
                note(more, failure);
                if (!turn.compareAndSet(false, true)) {
                  run();
                }
              });
    } while (!secondGoesOn.compareAndSet(false, true));
  }

  private CompletionStage<Boolean> start() {
    try {
      return step.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void note(@Nullable Boolean more, @Nullable Throwable failure) {
    if (failure != null) {
      done.completeExceptionally(Failures.unwrapped(failure));
    } else if (!Boolean.TRUE.equals(more)) {
      done.complete(null);
    }
  }
}
