package com.globant.hiring.mysql.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs actions of callers on any thread on a Vert.x context, with a stage as the result. */
public final class Stages {
  private Stages() {}

  /**
   * Starts an action on a context, after those that were started there before; completes on it.
   *
   * @param translate makes the exception for callers
   */
  public static <T> CompletionStage<T> on(
      Context context,
      Supplier<Future<T>> action,
      Function<Throwable, RuntimeException> translate) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    context.runOnContext(
        nothing ->
            started(action)
                .onSuccess(stage::complete)
                .onFailure(failure -> stage.completeExceptionally(translate.apply(failure))));
    return stage;
  }

  private static <T> Future<T> started(Supplier<Future<T>> action) {
    try {
      return action.get();
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }
}
