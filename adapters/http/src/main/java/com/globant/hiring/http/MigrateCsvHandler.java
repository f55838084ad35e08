package com.globant.hiring.http;

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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code migrateCsv} and {@code migrateCsvPut}: streams the body of a request into a table. */
final class MigrateCsvHandler implements Handler<RoutingContext> {
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
    String loadId = UUID.randomUUID().toString();
    LoadLog log = new LoadLog(RequestId.of(ctx.request()), loadId, Caller.of(ctx), request);
    log.begins();
    migrateCsv
        .run(loadId, request, body)
        .whenComplete(
            (outcome, failure) -> {
              gate.leave();
              if (failure == null) {
                log.ended(outcome);
              } else {
                log.failed(Failures.unwrapped(failure));
              }
              context.runOnContext(nothing -> answer(ctx, loadId, outcome));
            });
  }

  /**
   * @param outcome null where the load failed
   */
  private static void answer(RoutingContext ctx, String loadId, @Nullable LoadOutcome outcome) {
    if (outcome instanceof Loaded loaded) {
      ctx.json(report(loaded));
    } else if (outcome instanceof NotLoaded notLoaded) {
      Problems.answer(ctx, notLoaded);
    } else {
      Problems.answerInternalError(ctx, loadId);
    }
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
