package com.globant.hiring.application;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Waits for stages, on threads that may block. */
public final class Blocking {
  private Blocking() {}

  /**
   * Waits for the result of a stage. Throws what the stage fails with; if that is no refusal, the
   * stack of the waiting thread is added as a suppressed exception, since the failure's own is that
   * of some event loop.
   */
  public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failure) {
      Throwable cause = Failures.unwrapped(failure);
      if (!(cause instanceof Refused)) {
        cause.addSuppressed(new IllegalStateException("awaited here"));
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(cause.toString(), cause);
    }
  }
}
