package com.globant.hiring.http.load;

import static java.util.Objects.requireNonNull;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.SourceFiles;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.answer.RequestId;
import com.globant.hiring.http.auth.Caller;
import com.globant.hiring.http.body.RequestBody;
import com.globant.hiring.http.body.SourceBody;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code migrateCsv} and {@code migrateCsvPut}: streams the body of a request, or the source that
 * it names, into a table.
 */
public final class MigrateCsvHandler implements Handler<RoutingContext> {
  private final MigrateCsv migrateCsv;
  private final LoadRecords records;
  private final SourceFiles sources;
  private final Catalog catalog;
  private final HttpSettings settings;
  private final LoadGate gate;

  public MigrateCsvHandler(
      MigrateCsv migrateCsv,
      LoadRecords records,
      SourceFiles sources,
      Catalog catalog,
      HttpSettings settings,
      LoadGate gate) {
    this.migrateCsv = migrateCsv;
    this.records = records;
    this.sources = sources;
    this.catalog = catalog;
    this.settings = settings;
    this.gate = gate;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Context context = requireNonNull(Vertx.currentContext(), "not on an event loop");
    MultiMap headers = ctx.request().headers();
    String caller = Caller.share(ctx);
    LoadSubmission submission;
    @Nullable RequestBody sent = null;
    @Nullable SourceBody source = null;
    try {
      submission =
          new LoadSubmission(
              UUID.randomUUID().toString(),
              LoadParameters.request(Arguments.of(ctx), catalog),
              Caller.of(ctx).client(),
              RequestId.of(ctx.request()),
              LoadHeaders.idempotencyKey(headers));
      migrateCsv.requireEngine(submission.request());
      String name = submission.request().source();
      if (name == null) {
        sent = RequestBody.of(ctx, settings.body());
      } else {
        source = source(ctx.request(), name);
      }
      gate.enter(caller);
    } catch (Refused | HttpRefused refused) {
      Problems.answer(ctx, refused);
      return;
    }
    LoadAnswer answer =
        new LoadAnswer(ctx, context, records, submission.loadId(), sent != null && sent.isJson());
    boolean respondAsync = LoadHeaders.respondAsync(headers);
    Runnable accept = () -> answer.answerAccepted(respondAsync);
    if (source != null) {
      source.whenBegun(accept);
    } else if (respondAsync) {
      requireNonNull(sent).atEnd(accept);
    }
    LoadLog log = new LoadLog(submission, Caller.of(ctx));
    log.begins();
    migrateCsv
        .run(submission, source == null ? requireNonNull(sent) : source)
        .whenComplete(
            (outcome, failure) -> {
              gate.ended(caller);
              if (failure == null) {
                log.ended(outcome);
              } else {
                log.failed(Failures.unwrapped(failure));
              }
              answer.ended(outcome).onComplete(answered -> gate.answered());
            });
  }

  private SourceBody source(HttpServerRequest request, String name) {
    if (RequestBody.isAnnounced(request)) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER,
          "the request has a body, and names %s as source; send one of the two".formatted(name));
    }
    sources.requireAllowed(name);
    return new SourceBody(sources, name, settings.body());
  }
}
