package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.record.BulkRun;
import com.globant.hiring.application.record.FilesRead;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.row.RowRejected;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Loads as JSON of the contract. */
final class LoadJson {
  private LoadJson() {}

  /** The path of a load. */
  static String path(String loadId) {
    return "/loads/" + loadId;
  }

  /** {@code LoadReport}: the result of a load. */
  static JsonObject report(Loaded loaded) {
    LoadRequest request = loaded.request();
    JsonObject json =
        new JsonObject()
            .put(
                "message",
                request.dryRun()
                    ? "Data validated, nothing was stored."
                    : "Data loaded successfully!")
            .put("load_id", loaded.loadId())
            .put("status", request.dryRun() ? "validated" : "committed")
            .put("schema", request.schema())
            .put("table", request.table().name())
            .put("append", request.append())
            .put("dry_run", request.dryRun())
            .put("rows", rows(loaded.rows()))
            .put("bytes", loaded.bytes());
    if (loaded.result().files() != null) {
      json.put("files", files(loaded.result().files()));
    }
    return json.put("sha256", loaded.sha256())
        .put("elapsed_ms", loaded.elapsedMillis())
        .put("errors", errors(loaded.errors(), new Advice(loaded.request(), false)))
        .put("rejects_url", loaded.rejectsUrl() == null ? null : loaded.rejectsUrl().toString())
        .put("rejects_kept", loaded.rejectsKept());
  }

  /** {@code Load}: the record of a load. */
  static JsonObject of(LoadRecord load) {
    LoadResult result = load.result();
    Advice advice = new Advice(load.submission().request(), false);
    JsonObject json =
        new JsonObject().put("load_id", load.loadId()).put("status", load.status().wireName());
    putParameters(json, load.submission().request());
    return json.put("rows", rows(result.rows()))
        .put("bytes", result.bytes())
        .put("files", files(result.files()))
        .put("run", run(result.run()))
        .put("sha256", result.sha256())
        .put("elapsed_ms", elapsedMillis(load))
        .put("errors", errors(result.errors(), advice))
        .put("rejects", load.hasRejects(Instant.now()) ? path(load.loadId()) + "/rejects" : null)
        .put("rejects_kept", result.rejectsKept())
        .put("reports", load.hasReports(Instant.now()) ? reports(load.loadId()) : null)
        .put("client", load.submission().client())
        .put("request_id", load.submission().requestId())
        .put("started_at", time(load.startedAt()))
        .put("ended_at", time(load.endedAt()))
        .put("problem", problem(load.problem(), advice));
  }

  /** The paths of {@code hiresByQuarter} and {@code departmentsAboveMean}. */
  private static JsonObject reports(String loadId) {
    return new JsonObject()
        .put("hires_by_quarter", "/first_sql_requirement?load_id=" + loadId)
        .put("departments_above_mean", "/second_sql_requirement?load_id=" + loadId);
  }

  /** The refused rows that answers show. */
  static JsonArray errors(List<RowRejected> rejected, Advice advice) {
    JsonArray errors = new JsonArray();
    for (RowRejected row : rejected) {
      errors.add(
          ofFile(row.file())
              .put("line", row.line())
              .put("column", row.column())
              .put("code", row.code().wireName())
              .put("value", row.value())
              .put("message", advice.message(row)));
    }
    return errors;
  }

  /** A new object that names the file of a row, if its load has a source. */
  static JsonObject ofFile(@Nullable String file) {
    JsonObject row = new JsonObject();
    return file == null ? row : row.put("file", file);
  }

  private static @Nullable JsonObject files(@Nullable FilesRead files) {
    return files == null
        ? null
        : new JsonObject().put("done", files.done()).put("total", files.total());
  }

  private static @Nullable JsonObject run(@Nullable BulkRun run) {
    if (run == null) {
      return null;
    }
    Integer parts = run.parts();
    return new JsonObject()
        .put("engine", run.engine())
        .put("id", run.id())
        .put("phase", run.phase() == null ? null : wireName(run.phase()))
        .put(
            "parts",
            parts == null
                ? null
                : new JsonObject().put("done", run.partsDone()).put("total", parts));
  }

  private static void putParameters(JsonObject json, LoadRequest request) {
    json.put("schema", request.schema())
        .put("table", request.table().name())
        .put("append", request.append())
        .put("source", request.source())
        .put("engine", request.source() == null ? null : wireName(request.engine()))
        .put("header", request.header() == null ? null : wireName(request.header()))
        .put("delimiter", delimiter(request.delimiter()))
        .put("columns", request.columns() == null ? null : request.columns().text())
        .put("missing", wireName(request.missing()))
        .put("on_error", request.abortOnError() ? "abort" : "continue")
        .put("max_errors", request.maxErrors() == Long.MAX_VALUE ? null : request.maxErrors())
        .put("on_duplicate", wireName(request.duplicates()))
        .put("dry_run", request.dryRun());
  }

  private static @Nullable String delimiter(@Nullable Delimiter delimiter) {
    return delimiter == null ? null : delimiter.word();
  }

  /** The value of the parameter, as {@link LoadParameters} reads it. */
  private static String wireName(Enum<?> chosen) {
    return chosen.name().toLowerCase(Locale.ROOT);
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

  /** The clock of this instance may differ from that of the record. */
  private static long elapsedMillis(LoadRecord load) {
    return load.status() == LoadStatus.RUNNING
        ? Math.max(0, Duration.between(load.startedAt(), Instant.now()).toMillis())
        : load.result().elapsedMillis();
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static @Nullable JsonObject problem(LoadRecord.@Nullable Problem problem, Advice advice) {
    if (problem == null) {
      return null;
    }
    // A newer instance may have recorded a code that this one does not know.
    String detail =
        Arrays.stream(RefusalCode.values())
            .filter(code -> code.wireName().equals(problem.code()))
            .findFirst()
            .map(code -> advice.detail(code, problem.detail()))
            .orElse(problem.detail());
    return new JsonObject().put("code", problem.code()).put("detail", detail);
  }
}
