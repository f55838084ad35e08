package com.globant.hiring.mysql.record;

import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.mysql.connection.Sql;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of statements on the records of loads, which are all in one schema. */
public final class RecordSql {
  /** Rows deleted in one statement: few enough to hold locks for a short time only. */
  static final int A_FEW = 500;

  /** The columns of {@link RecordColumns#progress}. */
  private static final List<String> PROGRESS =
      List.of(
          "rows_read",
          "rows_inserted",
          "rows_updated",
          "rows_ignored",
          "rows_rejected",
          "rows_incomplete",
          "bytes",
          "files_done",
          "files_total");

  /** The columns of {@link RecordColumns#result}. */
  private static final List<String> RESULT =
      Stream.concat(
              PROGRESS.stream(),
              Stream.of(
                  "sha256",
                  "elapsed_ms",
                  "errors",
                  "rejects_stored",
                  "rejects_kept",
                  "run_engine",
                  "run_id"))
          .toList();

  private final String loads;
  private final String progress;
  private final String shadows;
  private final BulkRunSql bulk;

  public RecordSql(String schema) {
    this.loads = Sql.name(schema, "loads");
    this.progress = Sql.name(schema, "load_progress");
    this.shadows = Sql.name(schema, "shadow_loads");
    this.bulk = new BulkRunSql(schema);
  }

  /** Parameters: {@link RecordColumns#of}. */
  String insert() {
    return """
        INSERT INTO %s (load_id, schema_name, table_name, append, source, engine, header, field_delimiter,
          column_mapping, missing, abort_on_error, max_errors, on_duplicate, dry_run, client, request_id, idempotency_key, status, started_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', UTC_TIMESTAMP(6))"""
        .formatted(loads);
  }

  /** Parameter: the load's id. */
  String insertProgress() {
    return "INSERT INTO %s (load_id, updated_at) VALUES (?, UTC_TIMESTAMP(6))".formatted(progress);
  }

  /** Parameters: {@link RecordColumns#progress} and the load's id. */
  String updateProgress() {
    return "UPDATE %s SET %s, updated_at = UTC_TIMESTAMP(6) WHERE load_id = ?"
        .formatted(progress, each(PROGRESS, "%s = ?"));
  }

  /** Parameter: the load's id. */
  String cancelRequested() {
    return "SELECT cancel_requested FROM %s WHERE load_id = ?".formatted(progress);
  }

  /** Parameter: the load's id. */
  String requestCancel() {
    return "UPDATE %s SET cancel_requested = TRUE WHERE load_id = ?".formatted(progress);
  }

  /** Parameter: the load's id. */
  public String deleteProgress() {
    return "DELETE FROM %s WHERE load_id = ?".formatted(progress);
  }

  /** Parameter: the load's id. */
  String deleteProgressUnlessCancelled() {
    return deleteProgress() + " AND NOT cancel_requested";
  }

  /** Locks the record of a running load. Parameter: the load's id. */
  String claim() {
    return "SELECT load_id FROM %s WHERE load_id = ? AND status = 'running' FOR UPDATE"
        .formatted(loads);
  }

  /** As committed. Parameter: the load's id. */
  String status() {
    return "SELECT status FROM %s WHERE load_id = ?".formatted(loads);
  }

  /** Waits until the record is not locked. Parameter: the load's id. */
  String statusWhenFree() {
    return "SELECT status FROM %s WHERE load_id = ? FOR UPDATE".formatted(loads);
  }

  /** For the load's own transaction. Parameters: {@link RecordColumns#end} and the load's id. */
  String commit() {
    return end("status = 'running'");
  }

  /**
   * For the instance that ran the load, which may correct an aborted record. Parameters: {@link
   * RecordColumns#end} and the load's id.
   */
  String end() {
    return end("status IN ('running', 'aborted')");
  }

  private String end(String condition) {
    return """
        UPDATE %s SET status = ?, %s, problem_code = ?, problem_detail = ?, ended_at = UTC_TIMESTAMP(6)
        WHERE load_id = ? AND %s"""
        .formatted(loads, each(RESULT, "%s = ?"), condition);
  }

  /**
   * Notes the result of a load that fills a new table. Parameters: {@link RecordColumns#result} and
   * the load's id.
   */
  public String noteResult() {
    return "UPDATE %s SET %s WHERE load_id = ?".formatted(shadows, each(RESULT, "%s = ?"));
  }

  /**
   * Sets the record of a load to committed, with the result that was noted. Parameter: the load's
   * id.
   */
  public String commitNoted() {
    return """
        UPDATE %s l JOIN %s s ON s.load_id = l.load_id
        SET l.status = 'committed', %s, l.problem_code = NULL, l.problem_detail = NULL,
          l.ended_at = UTC_TIMESTAMP(6)
        WHERE l.load_id = ? AND l.status <> 'committed'"""
        .formatted(loads, shadows, each(RESULT, "l.%1$s = s.%1$s"));
  }

  private static String each(List<String> columns, String sql) {
    return columns.stream().map(sql::formatted).collect(Collectors.joining(", "));
  }

  /** One record. Parameter: the load's id. */
  String find() {
    return select() + " WHERE l.load_id = ?";
  }

  /**
   * Records, newest first. Parameters: the sequence before which, the schema, the table and the
   * status if given, the greatest number of records.
   */
  String newest(LoadRecords.Filter filter) {
    return select()
        + " WHERE l.sequence < ?"
        + (filter.schema() != null ? " AND l.schema_name = ?" : "")
        + (filter.table() != null ? " AND l.table_name = ?" : "")
        + (filter.status() != null ? " AND l.status = ?" : "")
        + " ORDER BY l.sequence DESC LIMIT ?";
  }

  /**
   * The oldest running load that excludes another one. Parameters: the schema, the id of the other
   * one, whether it replaces a table, the tables that it then needs for itself, the tables that no
   * load may replace meanwhile.
   *
   * @param onCluster whether only loads are meant whose rows a job writes
   */
  String excluding(boolean onCluster, int forItself, int notReplaced) {
    return """
        SELECT l.load_id, l.table_name, l.append FROM %s l%s
        WHERE l.status = 'running' AND l.schema_name = ? AND l.load_id <> ?
          AND ((? AND l.table_name IN (%s)) OR (NOT l.append AND l.table_name IN (%s)))
        ORDER BY l.sequence LIMIT 1"""
        .formatted(
            loads,
            onCluster ? " JOIN %s b ON b.load_id = l.load_id".formatted(bulk.runs()) : "",
            Sql.parameters(forItself),
            Sql.parameters(notReplaced));
  }

  private String select() {
    return """
        SELECT l.sequence, l.load_id, l.schema_name, l.table_name, l.append, l.source, l.engine, l.header, l.field_delimiter,
          l.column_mapping, l.missing, l.abort_on_error, l.max_errors, l.on_duplicate, l.dry_run, l.client, l.request_id,
          l.idempotency_key, l.status,
          %s,
          CASE WHEN l.ended_at IS NULL THEN %s ELSE l.elapsed_ms END AS elapsed_ms,
          l.sha256, l.errors, l.rejects_stored,
          COALESCE(l.rejects_kept, l.rows_rejected) AS rejects_kept,
          COALESCE(b.engine, l.run_engine) AS run_engine, COALESCE(b.run_id, l.run_id) AS run_id,
          b.phase AS run_phase, b.parts AS run_parts, %s AS run_parts_done,
          l.problem_code, l.problem_detail, l.started_at, l.ended_at
        FROM %s l
          LEFT JOIN %s p ON p.load_id = l.load_id
          LEFT JOIN %s b ON b.load_id = l.load_id AND l.status = 'running'"""
        .formatted(
            each(PROGRESS, "COALESCE(p.%1$s, l.%1$s) AS %1$s"),
            elapsed(),
            bulk.partsDone("b.load_id"),
            loads,
            progress,
            bulk.runs());
  }

  private static String elapsed() {
    return "TIMESTAMPDIFF(MICROSECOND, l.started_at, UTC_TIMESTAMP(6)) DIV 1000";
  }

  /**
   * Locks the records of dead loads.
   *
   * @param begun before this long, so that they are not about to be claimed
   */
  String lockDead(Duration begun) {
    return "SELECT load_id FROM %s WHERE status = 'running' AND started_at < %s%s LIMIT %d FOR UPDATE SKIP LOCKED"
        .formatted(loads, ago(begun), settled(), A_FEW);
  }

  /** Loads with a shadow table may be committed, and must be settled first. */
  private String settled() {
    return " AND NOT EXISTS (SELECT 1 FROM %s s WHERE s.load_id = %s.load_id)"
        .formatted(shadows, loads);
  }

  /**
   * The loads that fill new tables: load, schema, table, and whether an instance can continue the
   * load if the one that runs it dies.
   */
  public String shadowLoads() {
    return "SELECT s.load_id, s.schema_name, s.table_name, EXISTS (SELECT 1 FROM %s b JOIN %s l ON l.load_id = b.load_id WHERE b.load_id = s.load_id AND l.status = 'running') FROM %s s"
        .formatted(bulk.runs(), loads, shadows);
  }

  /** As {@link #shadowLoads}, of one table. Parameters: its schema and its name. */
  public String shadowLoadsOfTable() {
    return shadowLoads() + " WHERE s.schema_name = ? AND s.table_name = ?";
  }

  /** Locks the record of a load that has ended or died. Parameter: the load's id. */
  public String lockUnlessHeld() {
    return "SELECT load_id FROM %s WHERE load_id = ? FOR UPDATE SKIP LOCKED".formatted(loads);
  }

  /** As {@link #lockDead}, of one load. Parameter: the load's id. */
  String lockIfDead(Duration begun) {
    return "SELECT load_id FROM %s WHERE load_id = ? AND status = 'running' AND started_at < %s%s FOR UPDATE SKIP LOCKED"
        .formatted(loads, ago(begun), settled());
  }

  /** Parameters: the problem's code and detail, the load's id. */
  String abort() {
    return """
        UPDATE %s l LEFT JOIN %s p ON p.load_id = l.load_id
        SET l.status = 'aborted', %s, l.elapsed_ms = %s, l.problem_code = ?, l.problem_detail = ?,
          l.ended_at = UTC_TIMESTAMP(6)
        WHERE l.load_id = ? AND l.status = 'running'"""
        .formatted(loads, progress, each(PROGRESS, "l.%1$s = COALESCE(p.%1$s, l.%1$s)"), elapsed());
  }

  public String pruneLoads(Duration kept) {
    return "DELETE FROM %s WHERE ended_at < %s ORDER BY ended_at LIMIT %d"
        .formatted(loads, ago(kept), A_FEW);
  }

  /** Parameter: the greatest number of loads. */
  String expiredRejects(Duration lifetime) {
    return "SELECT load_id FROM %s WHERE dry_run AND rejects_stored AND ended_at < %s ORDER BY ended_at LIMIT ?"
        .formatted(loads, ago(lifetime));
  }

  /** Parameters: the loads' ids. */
  String rejectsDeleted(int count) {
    return "UPDATE %s SET rejects_stored = FALSE WHERE load_id IN (%s)"
        .formatted(loads, Sql.parameters(count));
  }

  static String ago(Duration duration) {
    return "UTC_TIMESTAMP(6) - INTERVAL %d MICROSECOND".formatted(duration.toNanos() / 1000);
  }
}
