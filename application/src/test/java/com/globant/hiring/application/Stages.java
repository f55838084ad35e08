package com.globant.hiring.application;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for stages, on the threads of tests only. */
public final class Stages {
  /** No test waits as long, unless something is broken. */
  private static final long PATIENCE_SECONDS = 30;

  private Stages() {}

  /** The result. An unchecked failure is thrown as it is. */
  public static <T> T resultOf(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable failure = Failures.unwrapped(e);
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new AssertionError(failure);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
