package com.globant.hiring.http.report;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.report.PublishReport;
import com.globant.hiring.application.report.PublishReport.Kept;
import com.globant.hiring.application.report.PublishReport.Published;
import com.globant.hiring.application.report.PublishReport.Rendered;
import com.globant.hiring.application.report.PublishReport.Spooled;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.http.answer.EntityTag;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.answer.RequestId;
import com.globant.hiring.http.load.NamedLoad;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.Negotiation;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code hiresByQuarter} and {@code departmentsAboveMean}: answers with a presigned URL of a
 * report, or with its CSV if the client prefers {@code text/csv}. {@code readHiresByQuarter} and
 * {@code readDepartmentsAboveMean}: the same with the rows of the report in place of the URL.
 */
public final class ReportHandler implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ReportHandler.class);

  private static final String LOAD_ID = "load_id";

  private static final int PIECE_BYTES = 64 * 1024;

  private final @Nullable PublishReport publishReport;
  private final LoadRecords records;
  private final Report report;
  private final boolean rows;

  private ReportHandler(
      @Nullable PublishReport publishReport, LoadRecords records, Report report, boolean rows) {
    this.publishReport = publishReport;
    this.records = records;
    this.report = report;
    this.rows = rows;
  }

  /**
   * Answers with a presigned URL as JSON.
   *
   * @param publishReport null if no schema has the tables that are reported
   */
  public static ReportHandler ofLinks(
      @Nullable PublishReport publishReport, LoadRecords records, Report report) {
    return new ReportHandler(publishReport, records, report, false);
  }

  /**
   * Answers with the rows as JSON.
   *
   * @param publishReport null if no schema has the tables that are reported
   */
  public static ReportHandler ofRows(
      @Nullable PublishReport publishReport, LoadRecords records, Report report) {
    return new ReportHandler(publishReport, records, report, true);
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (publishReport == null) {
      Problems.answer(
          ctx,
          Problem.of(
              HttpCode.NO_REPORTS,
              "no configured schema has the tables %s, of which the reports are; configure a package with them (schemas.directory)"
                  .formatted(HiringTables.names())));
    } else {
      chosen(Arguments.of(ctx).text(LOAD_ID), publishReport)
          .compose(chosen -> answer(ctx, chosen))
          .onFailure(failure -> answerFailure(ctx, Failures.unwrapped(failure)));
    }
  }

  /** The reports on the tables, or on the hires of a dry run. */
  private Future<PublishReport> chosen(@Nullable String loadId, PublishReport publishReport) {
    return loadId == null
        ? Future.succeededFuture(publishReport)
        : Future.succeededFuture()
            .compose(nothing -> NamedLoad.find(loadId, records))
            .map(load -> publishReport.ofDryRun(requireReports(load).submission()));
  }

  private static LoadRecord requireReports(LoadRecord load) {
    if (!load.hasReports(Instant.now())) {
      throw new HttpRefused(
          HttpCode.NO_REPORTS,
          "load %s has no reports of its own; those have dry runs on Spark that replace all hires, for %d hours after they succeeded"
              .formatted(load.loadId(), LoadRecords.DRY_RUN_REJECTS_LIFETIME.toHours()));
    }
    return load;
  }

  private Future<Void> answer(RoutingContext ctx, PublishReport publishReport) {
    int year = Integer.parseInt(Arguments.of(ctx).required("year"));
    boolean escape = Arguments.of(ctx).flag(Arguments.ESCAPE_FORMULAS);
    ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    boolean json = Negotiation.chosen(ctx).equals(Negotiation.JSON);
    return json && !rows
        ? Future.fromCompletionStage(
                publishReport.publish(report, year, escape), Vertx.currentContext())
            .compose(published -> answerLink(ctx, published, year))
        : answerContent(ctx, publishReport, year, escape, json);
  }

  private Future<Void> answerLink(RoutingContext ctx, Published published, int year) {
    return ctx.json(
        new JsonObject()
            .put(
                "message",
                "Report %s of %d: read it at presigned-url until expires_at"
                    .formatted(report.reportName(), year))
            .put("presigned-url", published.link().url().toString())
            .put("presigned_url", published.link().url().toString())
            .put(
                "expires_at",
                published.link().expiresAt().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("rows", published.rows()));
  }

  /** If the client has the current report, 304 is answered without making it again. */
  private Future<Void> answerContent(
      RoutingContext ctx, PublishReport publishReport, int year, boolean escape, boolean json) {
    if (!ctx.request().headers().contains(HttpHeaders.IF_NONE_MATCH)) {
      return answerRendered(ctx, publishReport, year, escape, json);
    }
    return Future.fromCompletionStage(
            publishReport.unchanged(report, year, escape), Vertx.currentContext())
        .compose(
            sha256 ->
                sha256.isPresent() && tag(sha256.get(), json).isKnownTo(ctx)
                    ? tag(sha256.get(), json).answerNotModified(ctx)
                    : answerRendered(ctx, publishReport, year, escape, json));
  }

  /** The JSON is a function of the CSV. */
  private static EntityTag tag(String sha256, boolean json) {
    return EntityTag.of(json ? sha256 + "-json" : sha256);
  }

  private Future<Void> answerRendered(
      RoutingContext ctx, PublishReport publishReport, int year, boolean escape, boolean json) {
    return Future.fromCompletionStage(
            publishReport.render(report, year, escape), Vertx.currentContext())
        .compose(
            rendered ->
                answerRendered(ctx, rendered, year, json).onComplete(sent -> rendered.close()));
  }

  private Future<Void> answerRendered(
      RoutingContext ctx, Rendered rendered, int year, boolean json) {
    EntityTag tag = tag(rendered.sha256(), json);
    if (tag.isKnownTo(ctx)) {
      return tag.answerNotModified(ctx);
    }
    HttpServerResponse response = tag.addTo(ctx);
    if (!json) {
      return answerCsv(ctx, response, rendered, year);
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, Negotiation.JSON);
    return ctx.request().method().equals(HttpMethod.HEAD)
        ? response.end()
        : new ReportJson(report, year).send(response.setChunked(true), rendered);
  }

  private Future<Void> answerCsv(
      RoutingContext ctx, HttpServerResponse response, Rendered rendered, int year) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8; header=present")
        .putHeader(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s\"".formatted(report.fileName(year)));
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      return response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes(rendered))).end();
    }
    if (rendered instanceof Kept kept) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(kept.content().remaining()));
      return sendInPieces(response, kept.content());
    }
    return response.sendFile(((Spooled) rendered).file().path().toString());
  }

  /**
   * Copies a piece only after the client has taken the one before, so that many slow clients do not
   * hold many copies of a report.
   */
  private static Future<Void> sendInPieces(HttpServerResponse response, ByteBuffer content) {
    byte[] piece = new byte[Math.min(content.remaining(), PIECE_BYTES)];
    content.get(piece);
    return content.hasRemaining()
        ? response.write(Buffer.buffer(piece)).compose(taken -> sendInPieces(response, content))
        : response.end(Buffer.buffer(piece));
  }

  private static long bytes(Rendered rendered) {
    return rendered instanceof Kept kept
        ? kept.content().remaining()
        : ((Spooled) rendered).file().bytes();
  }

  private static void answerFailure(RoutingContext ctx, Throwable failure) {
    if (!ctx.response().headWritten()) {
      Problems.answer(ctx, failure);
      return;
    }
    // The client may be gone. If not, the reset connection shows that the report is incomplete.
    LOG.atDebug()
        .addKeyValue(RequestId.KEY, RequestId.of(ctx.request()))
        .setCause(failure)
        .log("report sent incompletely");
    ctx.response().reset();
  }
}
