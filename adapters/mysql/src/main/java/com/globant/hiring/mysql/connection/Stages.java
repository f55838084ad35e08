package com.globant.hiring.mysql.connection;

import com.globant.hiring.application.Workers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs actions of callers on any thread elsewhere, with a stage as the result. */
public final class Stages {
  /** Threads end when they have been idle for a minute. */
  private static final Executor THREADS =
      Executors.newCachedThreadPool(Workers.daemons("database"));

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

  /**
   * Starts an action that may block on a thread of its own, and completes there.
   *
   * @param translate makes the exception for callers
   */
  public static <T> CompletionStage<T> onThread(
      Supplier<T> action, Function<Throwable, RuntimeException> translate) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    THREADS.execute(
        () -> {
          try {
            stage.complete(action.get());
          } catch (RuntimeException failure) {
            stage.completeExceptionally(translate.apply(failure));
          } catch (Error failure) {
            stage.completeExceptionally(failure);
          }
        });
    return stage;
  }

  /** As {@link #onThread(Supplier, Function)}, of an action without a result. */
  public static CompletionStage<Void> onThread(
      Runnable action, Function<Throwable, RuntimeException> translate) {
    return onThread(
        () -> {
          action.run();
          return null;
        },
        translate);
  }

  private static <T> Future<T> started(Supplier<Future<T>> action) {
    try {
      return action.get();
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }
}
