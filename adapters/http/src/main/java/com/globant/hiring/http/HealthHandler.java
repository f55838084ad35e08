package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.load.LoadGate;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code healthReady}: whether the services that loads and reports need are available. They are
 * checked at most once a second.
 */
final class HealthHandler implements Handler<RoutingContext> {
  /** How long a result is used. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Supplier<CompletionStage<Void>>> dependencies;
  private final LoadGate gate;
  private @Nullable CompletableFuture<Void> latest;
  private long askedAt;

  /**
   * @param dependencies each checks one service and fails with {@link Refused} if it is not
   *     available; each must complete
   */
  HealthHandler(List<Supplier<CompletionStage<Void>>> dependencies, LoadGate gate) {
    this.dependencies = dependencies;
    this.gate = gate;
  }

  /** {@code healthLive}: the process answers requests. */
  static void live(RoutingContext ctx) {
    ctx.json(new JsonObject().put("status", "live"));
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (gate.draining()) {
      Problems.answer(ctx, new Refused(RefusalCode.DRAINING, "this instance is shutting down"));
      return;
    }
    Future.fromCompletionStage(answers(), Vertx.currentContext())
        .onSuccess(all -> ctx.json(new JsonObject().put("status", "ready")))
        .onFailure(failure -> Problems.answer(ctx, failure));
  }

  private synchronized CompletableFuture<Void> answers() {
    CompletableFuture<Void> answers = latest;
    long now = System.nanoTime();
    if (answers == null || (answers.isDone() && now - askedAt >= FRESH_NANOS)) {
      answers =
          CompletableFuture.allOf(
              dependencies.stream()
                  .map(asked -> asked.get().toCompletableFuture())
                  .toArray(CompletableFuture[]::new));
      latest = answers;
      askedAt = now;
    }
    return answers;
  }
}
