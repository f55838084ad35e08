package com.globant.hiring.http;

import com.globant.hiring.application.BodyInterrupted;
import com.globant.hiring.application.Failures;
import com.globant.hiring.application.LoadOutcome;
import com.globant.hiring.application.LoadOutcome.Loaded;
import com.globant.hiring.application.LoadOutcome.NotLoaded;
import com.globant.hiring.application.LoadRequest;
import com.globant.hiring.application.MigrateCsv;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.RowCounts;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code migrateCsv} and {@code migrateCsvPut}: streams the body of a request into a table. */
final class MigrateCsvHandler implements Handler<RoutingContext> {
  private static final Logger log = LoggerFactory.getLogger(MigrateCsvHandler.class);

  private final MigrateCsv migrateCsv;
  private final HttpSettings settings;
  private final LoadGate gate;

  MigrateCsvHandler(MigrateCsv migrateCsv, HttpSettings settings, LoadGate gate) {
    this.migrateCsv = migrateCsv;
    this.settings = settings;
    this.gate = gate;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.request().pause();
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    LoadRequest request;
    RequestBody body;
    try {
      Negotiation.preferred(ctx, List.of(Negotiation.JSON));
      request = new LoadParameters(ctx, settings.schemas()).request();
      body = new RequestBody(ctx.request(), context, settings.body());
      gate.enter();
    } catch (Refused refused) {
      Problems.answer(ctx, refused);
      return;
    }
    migrateCsv
        .run(request, body)
        .whenComplete(
            (outcome, failure) -> {
              gate.leave();
              context.runOnContext(nothing -> answer(ctx, outcome, failure));
            });
  }

  private static void answer(
      RoutingContext ctx, @Nullable LoadOutcome outcome, @Nullable Throwable failure) {
    if (outcome instanceof Loaded loaded) {
      log.info(
          "load {} of {} ended: {} {}",
          loaded.loadId(),
          Caller.of(ctx).name(),
          loaded.request(),
          loaded.rows());
      ctx.json(report(loaded));
    } else if (outcome instanceof NotLoaded notLoaded) {
      log.info(
          "load {} of {} refused: {}", notLoaded.loadId(), Caller.of(ctx).name(), notLoaded.code());
      Problems.answer(ctx, notLoaded);
    } else if (failure != null) {
      answerFailure(ctx, Failures.unwrapped(failure));
    }
  }

  private static void answerFailure(RoutingContext ctx, Throwable failure) {
    if (failure instanceof BodyInterrupted) {
      log.info("load undone: {}", failure.getMessage());
    } else {
      log.error("load failed", failure);
    }
    Problems.answerInternalError(ctx);
  }

  private static JsonObject report(Loaded loaded) {
    LoadRequest request = loaded.request();
    return new JsonObject()
        .put(
            "message",
            request.dryRun() ? "Data validated, nothing was stored." : "Data loaded successfully!")
        .put("load_id", loaded.loadId())
        .put("status", request.dryRun() ? "validated" : "committed")
        .put("schema", request.schema())
        .put("table", request.table().tableName())
        .put("append", request.append())
        .put("dry_run", request.dryRun())
        .put("rows", rows(loaded.rows()))
        .put("bytes", loaded.bytes())
        .put("sha256", loaded.sha256())
        .put("elapsed_ms", loaded.elapsedMillis())
        .put("errors", Problems.errors(loaded.errors()))
        .put("rejects_url", loaded.rejectsUrl() == null ? null : loaded.rejectsUrl().toString());
  }

  private static JsonObject rows(RowCounts rows) {
    return new JsonObject()
        .put("read", rows.read())
        .put("inserted", rows.inserted())
        .put("updated", rows.updated())
        .put("ignored", rows.ignored())
        .put("rejected", rows.rejected())
        .put("incomplete", rows.incomplete());
  }
}
