package com.globant.hiring.http.load;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.rejects.ReadRejects;
import com.globant.hiring.application.rejects.ReadRejects.Page;
import com.globant.hiring.application.rejects.ReadRejects.RejectedRow;
import com.globant.hiring.application.rejects.ReadRejects.Wanted;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.Negotiation;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * {@code getRejects}: redirects to the refused rows of a load. If the client names one of these
 * types in {@code Accept}, it sends them itself: {@code text/csv} as a file, {@code
 * application/json} in pages.
 */
public final class GetRejectsHandler implements Handler<RoutingContext> {
  private static final String CSV = "text/csv";
  private static final List<String> TYPES = List.of(CSV, Negotiation.JSON);
  private static final List<String> OF_PAGES = List.of("limit", "after", "code", "column");

  /** Each takes the disk of a whole file until its client has read it. */
  private static final int MOST_DOWNLOADS = 8;

  private final LoadRecords records;
  private final ReadRejects readRejects;
  private final Semaphore downloads = new Semaphore(MOST_DOWNLOADS);

  public GetRejectsHandler(LoadRecords records, ReadRejects readRejects) {
    this.records = records;
    this.readRejects = readRejects;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    String type = Negotiation.named(ctx, TYPES);
    boolean escape = Arguments.of(ctx).flag(Arguments.ESCAPE_FORMULAS);
    NamedLoad.find(ctx, records)
        .map(load -> requireRejects(load))
        .compose(
            load ->
                switch (type) {
                  case Negotiation.JSON -> answerPage(ctx, load);
                  case CSV -> answerFile(ctx, load, escape);
                  default -> redirect(ctx, load, escape);
                })
        .onFailure(failure -> answerFailure(ctx, Failures.unwrapped(failure)));
  }

  private static LoadRecord requireRejects(LoadRecord load) {
    if (!load.hasRejects(Instant.now())) {
      throw new Refused(
          RefusalCode.NO_REJECTS,
          "load %s has no refused rows in the storage; those of a dry run are deleted %d hours after it"
              .formatted(load.loadId(), LoadRecords.DRY_RUN_REJECTS_LIFETIME.toHours()));
    }
    return load;
  }

  private Future<Void> redirect(RoutingContext ctx, LoadRecord load, boolean escape) {
    requireNoPage(ctx);
    return Future.fromCompletionStage(readRejects.link(load, escape), Vertx.currentContext())
        .compose(
            link ->
                ctx.response()
                    .setStatusCode(302)
                    .putHeader(HttpHeaders.LOCATION, link.url().toString())
                    // The URL gives access to the file.
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end());
  }

  private Future<Void> answerFile(RoutingContext ctx, LoadRecord load, boolean escape) {
    requireNoPage(ctx);
    HttpServerResponse response =
        ctx.response()
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8; header=present")
            .putHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"%s\"".formatted(load.submission().rejectsFileName()))
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    if (!downloads.tryAcquire()) {
      throw new HttpRefused(
          HttpCode.TOO_MANY_STREAMS,
          "%d clients of this instance read refused rows; try again later"
              .formatted(MOST_DOWNLOADS));
    }
    return Future.fromCompletionStage(readRejects.copy(load, escape), Vertx.currentContext())
        .compose(copy -> send(response, copy))
        .onComplete(sent -> downloads.release());
  }

  private static Future<Void> send(HttpServerResponse response, CsvSpool copy) {
    try {
      CsvFile file = copy.finish();
      return response.sendFile(file.path().toString()).onComplete(sent -> copy.close());
    } catch (RuntimeException failure) {
      copy.close();
      throw failure;
    }
  }

  private Future<Void> answerPage(RoutingContext ctx, LoadRecord load) {
    Arguments query = Arguments.of(ctx);
    String after = query.text("after");
    Wanted wanted =
        new Wanted(
            after == null ? 0 : Long.parseLong(after),
            Integer.parseInt(query.required("limit")),
            query.text("code"),
            query.text("column"));
    return Future.fromCompletionStage(readRejects.page(load, wanted), Vertx.currentContext())
        .compose(page -> ctx.json(json(page)));
  }

  private static JsonObject json(Page page) {
    JsonArray rows = new JsonArray();
    for (RejectedRow row : page.rows()) {
      rows.add(
          LoadJson.ofFile(row.file())
              .put("line", row.line())
              .put("column", row.column())
              .put("code", row.code())
              .put("message", row.message())
              .put("raw", row.raw()));
    }
    Long next = page.next();
    return new JsonObject()
        .put("rows", rows)
        .put("next", next == null ? null : String.valueOf(next));
  }

  /** Otherwise a client would take all rows for those that it asked for. */
  private static void requireNoPage(RoutingContext ctx) {
    for (String name : OF_PAGES) {
      if (Arguments.of(ctx).isGiven(name)) {
        throw new Refused(
            RefusalCode.INVALID_PARAMETER,
            "%s is for pages of refused rows; ask for them with Accept: application/json"
                .formatted(name));
      }
    }
  }

  private static void answerFailure(RoutingContext ctx, Throwable failure) {
    if (ctx.response().headWritten()) {
      // The reset connection shows that the file is incomplete.
      ctx.response().reset();
      return;
    }
    ctx.response().headers().remove(HttpHeaders.CONTENT_DISPOSITION);
    Problems.answer(ctx, failure);
  }
}
