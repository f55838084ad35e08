package com.globant.hiring.http.load;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.answer.RequestId;
import com.globant.hiring.http.auth.Caller;
import com.globant.hiring.http.body.RequestBody;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.UUID;

/** {@code migrateCsv} and {@code migrateCsvPut}: streams the body of a request into a table. */
public final class MigrateCsvHandler implements Handler<RoutingContext> {
  private final MigrateCsv migrateCsv;
  private final LoadRecords records;
  private final Catalog catalog;
  private final HttpSettings settings;
  private final LoadGate gate;

  public MigrateCsvHandler(
      MigrateCsv migrateCsv,
      LoadRecords records,
      Catalog catalog,
      HttpSettings settings,
      LoadGate gate) {
    this.migrateCsv = migrateCsv;
    this.records = records;
    this.catalog = catalog;
    this.settings = settings;
    this.gate = gate;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    MultiMap headers = ctx.request().headers();
    String caller = Caller.share(ctx);
    LoadSubmission submission;
    RequestBody body;
    try {
      submission =
          new LoadSubmission(
              UUID.randomUUID().toString(),
              LoadParameters.request(Arguments.of(ctx), catalog),
              Caller.of(ctx).client(),
              RequestId.of(ctx.request()),
              IdempotencyKey.of(headers));
      body = RequestBody.of(ctx, settings.body());
      gate.enter(caller);
    } catch (Refused | HttpRefused refused) {
      Problems.answer(ctx, refused);
      return;
    }
    LoadAnswer answer = new LoadAnswer(ctx, context, records, submission.loadId(), body.isJson());
    if (Preferences.respondAsync(headers)) {
      body.atEnd(answer::answerAccepted);
    }
    LoadLog log = new LoadLog(submission, Caller.of(ctx));
    log.begins();
    migrateCsv
        .run(submission, body)
        .whenComplete(
            (outcome, failure) -> {
              gate.leave(caller);
              if (failure == null) {
                log.ended(outcome);
              } else {
                log.failed(Failures.unwrapped(failure));
              }
              answer.ended(outcome);
            });
  }
}
