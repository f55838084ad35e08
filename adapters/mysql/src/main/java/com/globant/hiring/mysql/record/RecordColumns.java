package com.globant.hiring.mysql.record;

import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.record.BulkRun;
import com.globant.hiring.application.record.BulkRun.Phase;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.FilesRead;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecord.Problem;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Records of loads as the columns of their table, in the order of {@link RecordSql}. */
public final class RecordColumns {
  private RecordColumns() {}

  static Tuple of(LoadSubmission submission) {
    LoadRequest request = submission.request();
    return Tuple.of(
        submission.loadId(),
        request.schema(),
        request.table().name(),
        request.append(),
        request.source(),
        word(request.engine()),
        wordOrNull(request.header()),
        wordOrNull(request.delimiter()),
        request.columns() == null ? null : request.columns().text(),
        word(request.missing()),
        request.abortOnError(),
        request.maxErrors(),
        word(request.duplicates()),
        request.dryRun(),
        submission.client(),
        submission.requestId(),
        submission.idempotencyKey());
  }

  /**
   * What a client's key is found by: a hash, since indexes of some servers take no more than 767
   * bytes. The key is last, so that no two pairs of client and key are the same bytes.
   */
  static Buffer keyHash(@Nullable String client, String key) {
    String named = client == null ? "" : client.length() + ":" + client;
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256")
              .digest((named + "\n" + key).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  static Tuple progress(RowCounts rows, long bytes, @Nullable FilesRead files) {
    return Tuple.of(
        rows.read(),
        rows.inserted(),
        rows.updated(),
        rows.ignored(),
        rows.rejected(),
        rows.incomplete(),
        bytes,
        files == null ? null : files.done(),
        files == null ? null : files.total());
  }

  static Tuple end(LoadStatus status, LoadResult result, @Nullable Problem problem) {
    Tuple end = Tuple.of(status.wireName());
    Tuple columns = result(result);
    for (int i = 0; i < columns.size(); i++) {
      end.addValue(columns.getValue(i));
    }
    return end.addString(problem == null ? null : problem.code())
        .addString(problem == null ? null : problem.detail());
  }

  /** What is kept of a result, in the order of the table's columns. */
  public static Tuple result(LoadResult result) {
    return progress(result.rows(), result.bytes(), result.files())
        .addString(result.sha256())
        .addLong(result.elapsedMillis())
        .addString(text(result.errors()))
        .addBoolean(result.rejectsStored())
        .addLong(result.rejectsKept())
        .addString(result.run() == null ? null : result.run().engine())
        .addString(result.run() == null ? null : result.run().id());
  }

  /**
   * @return empty if a newer release of the service wrote the record, with a word that this one
   *     does not know
   */
  static Optional<LoadRecord> record(Row row, Catalog catalog) {
    try {
      String code = row.getString("problem_code");
      LocalDateTime ended = row.getLocalDateTime("ended_at");
      return Optional.of(
          new LoadRecord(
              row.getLong("sequence"),
              submission(row, catalog),
              known(LoadStatus.class, row.getString("status")),
              result(row),
              code == null ? null : new Problem(code, row.getString("problem_detail")),
              moment(row.getLocalDateTime("started_at")),
              ended == null ? null : moment(ended)));
    } catch (NoSuchElementException unknown) {
      return Optional.empty();
    }
  }

  /** A table that is no longer defined has a name alone. */
  private static Table table(Row row, Catalog catalog) {
    String name = row.getString("table_name");
    TableDefinition nameAlone = TableDefinition.of(name, List.of(), List.of());
    String schema = row.getString("schema_name");
    return catalog
        .find(schema, name)
        .orElseGet(() -> new Schema(schema, List.of(nameAlone)).tables().get(0));
  }

  private static LoadSubmission submission(Row row, Catalog catalog) {
    String header = row.getString("header");
    String delimiter = row.getString("field_delimiter");
    String columns = row.getString("column_mapping");
    return new LoadSubmission(
        row.getString("load_id"),
        new LoadRequest(
            table(row, catalog),
            row.getString("schema_name"),
            row.getBoolean("append"),
            row.getString("source"),
            known(LoadEngine.class, row.getString("engine")),
            header == null ? null : known(HeaderLine.class, header),
            delimiter == null ? null : known(Delimiter.class, delimiter),
            columns == null ? null : ColumnMapping.parse(columns),
            known(MissingValues.class, row.getString("missing")),
            row.getBoolean("abort_on_error"),
            row.getLong("max_errors"),
            known(DuplicateKeys.class, row.getString("on_duplicate")),
            row.getBoolean("dry_run")),
        row.getString("client"),
        row.getString("request_id"),
        row.getString("idempotency_key"));
  }

  private static LoadResult result(Row row) {
    return new LoadResult(
        new RowCounts(
            row.getLong("rows_read"),
            row.getLong("rows_inserted"),
            row.getLong("rows_updated"),
            row.getLong("rows_ignored"),
            row.getLong("rows_rejected"),
            row.getLong("rows_incomplete")),
        row.getLong("bytes"),
        files(row),
        row.getString("sha256"),
        row.getLong("elapsed_ms"),
        errors(row.getString("errors")),
        row.getBoolean("rejects_stored"),
        row.getLong("rejects_kept"),
        run(row));
  }

  private static @Nullable BulkRun run(Row row) {
    String engine = row.getString("run_engine");
    String phase = row.getString("run_phase");
    return engine == null
        ? null
        : new BulkRun(
            engine,
            row.getString("run_id"),
            phase == null ? null : phase(phase),
            row.getInteger("run_parts_done"),
            row.getInteger("run_parts"));
  }

  /** A phase as the job and the service write it. */
  public static Phase phase(String word) {
    // The job is at its end, and the service does not know yet.
    return word.equals("written") ? Phase.WRITING : known(Phase.class, word);
  }

  private static @Nullable FilesRead files(Row row) {
    Integer total = row.getInteger("files_total");
    return total == null ? null : new FilesRead(row.getInteger("files_done"), total);
  }

  private static String text(List<RowRejected> errors) {
    JsonArray array = new JsonArray();
    for (RowRejected error : errors) {
      array.add(
          new JsonObject()
              .put("file", error.file())
              .put("line", error.line())
              .put("column", error.column())
              .put("code", word(error.code()))
              .put("value", error.value())
              .put("message", error.message()));
    }
    return array.encode();
  }

  /** Without those whose code only a newer release of the service knows. */
  private static List<RowRejected> errors(@Nullable String text) {
    JsonArray array = text == null ? new JsonArray() : new JsonArray(text);
    return IntStream.range(0, array.size())
        .mapToObj(array::getJsonObject)
        .flatMap(
            error ->
                value(RowErrorCode.class, error.getString("code")).stream()
                    .map(
                        code ->
                            new RowRejected(
                                error.getString("file"),
                                error.getLong("line"),
                                error.getString("column"),
                                code,
                                error.getString("value"),
                                error.getString("message"),
                                "")))
        .toList();
  }

  private static @Nullable String wordOrNull(@Nullable Enum<?> value) {
    return value == null ? null : word(value);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E known(Class<E> type, String word) {
    return value(type, word).orElseThrow();
  }

  private static <E extends Enum<E>> Optional<E> value(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> word(value).equals(word))
        .findFirst();
  }

  private static Instant moment(LocalDateTime utc) {
    return utc.toInstant(ZoneOffset.UTC);
  }
}
