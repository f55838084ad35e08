package com.globant.hiring.mysql.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The way from callers on any thread into a Vert.x context, and back out as a stage. */
public final class Stages {
  private Stages() {}

  /**
   * Starts an action on a context, after those that were started there before; completes on it.
   *
   * @param translate makes what callers are told of a failure
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
