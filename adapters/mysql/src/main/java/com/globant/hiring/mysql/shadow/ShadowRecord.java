package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.record.RecordColumns;
import com.globant.hiring.mysql.record.RecordSql;
import com.globant.hiring.mysql.summary.SummaryChanges;
import com.globant.hiring.mysql.summary.SummarySql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The row in table {@code shadow_loads} of a load that fills a {@link ShadowTable}, called its
 * note. With the note, any instance can settle the load after its end: find out whether it was
 * committed, and complete or undo it. Settling first drops the filled table under its first name,
 * so that a RENAME that still runs fails.
 */
final class ShadowRecord {
  private static final List<String> RESULT =
      List.of(
          "rows_read",
          "rows_inserted",
          "rows_updated",
          "rows_ignored",
          "rows_rejected",
          "rows_incomplete",
          "bytes",
          "files_done",
          "files_total",
          "sha256",
          "elapsed_ms",
          "errors",
          "rejects_stored",
          "rejects_kept");

  private final ShadowTable shadow;
  private final String shadowLoads;
  private final String loads;
  private final RecordSql sql;

  /**
   * @param serviceSchema where the records of loads are
   */
  ShadowRecord(ShadowTable shadow, String serviceSchema) {
    this.shadow = shadow;
    this.shadowLoads = Sql.name(serviceSchema, "shadow_loads");
    this.loads = Sql.name(serviceSchema, "loads");
    this.sql = new RecordSql(serviceSchema);
  }

  /** Creates the table, and a note of it. */
  Future<Void> open(Session session) {
    return session
        .execute(
            "INSERT INTO %s (load_id, schema_name, table_name) VALUES (?, ?, ?)"
                .formatted(shadowLoads),
            Tuple.of(shadow.loadId(), shadow.schema(), shadow.table().name()))
        .compose(noted -> shadow.create(session))
        // A refused statement has committed as well.
        .recover(refused -> forget(session).transform(forgotten -> Future.failedFuture(refused)));
  }

  /** Notes the result that the record gets if the load is committed. Ends the transaction. */
  Future<Void> note(Session session, LoadResult result) {
    String columns =
        RESULT.stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
    return session
        .execute(
            "UPDATE %s SET %s WHERE load_id = ?".formatted(shadowLoads, columns),
            RecordColumns.result(result).addString(shadow.loadId()))
        .compose(noted -> session.query("COMMIT"))
        .mapEmpty();
  }

  /** Whether the load was committed. If not, it cannot be any more: the filled table is dropped. */
  Future<Boolean> isCommitted(Session session) {
    return shadow
        .dropFilled(session)
        .compose(dropped -> shadow.isFormerThere(session))
        .compose(former -> former ? Future.succeededFuture(true) : isRecordedAsCommitted(session));
  }

  private Future<Boolean> isRecordedAsCommitted(Session session) {
    return session
        .execute(
            "SELECT 1 FROM %s WHERE load_id = ? AND status = 'committed'".formatted(loads),
            Tuple.of(shadow.loadId()))
        .map(found -> found.size() > 0);
  }

  /**
   * Ends a load whose session has ended. Waits until its transaction is rolled back. Can be
   * repeated, and be interrupted anywhere.
   *
   * @param session whose statements are transactions of their own
   * @return whether the load was committed
   */
  Future<Boolean> settle(Session session) {
    return isCommitted(session)
        .compose(
            committed ->
                (committed ? record(session) : Future.<Void>succeededFuture())
                    .compose(nothing -> clear(session))
                    .map(committed));
  }

  /** Repeats what the load's own transaction had not committed. */
  private Future<Void> record(Session session) {
    String columns =
        RESULT.stream().map("l.%1$s = s.%1$s"::formatted).collect(Collectors.joining(", "));
    return session
        .query("START TRANSACTION")
        .compose(
            begun ->
                session.execute(
                    """
                    UPDATE %s l JOIN %s s ON s.load_id = l.load_id
                    SET l.status = 'committed', %s, l.problem_code = NULL, l.problem_detail = NULL,
                      l.ended_at = UTC_TIMESTAMP(6)
                    WHERE l.load_id = ? AND l.status <> 'committed'"""
                        .formatted(loads, shadowLoads, columns),
                    Tuple.of(shadow.loadId())))
        .compose(
            recorded -> recorded.rowCount() > 0 ? publish(session) : Future.<Void>succeededFuture())
        .compose(published -> session.query("COMMIT"))
        .mapEmpty();
  }

  private Future<Void> publish(Session session) {
    return session
        .execute(sql.deleteProgress(), Tuple.of(shadow.loadId()))
        .compose(
            deleted ->
                session.execute(
                    "SELECT append FROM %s WHERE load_id = ?".formatted(loads),
                    Tuple.of(shadow.loadId())))
        .compose(
            found ->
                SummaryChanges.publish(
                    session,
                    shadow.schema(),
                    shadow.table(),
                    shadow.loadId(),
                    found.iterator().next().getBoolean(0)));
  }

  /** Deletes whatever exists of a load that has ended. Ends the transaction. */
  Future<Void> clear(Session session) {
    return shadow
        .dropFilled(session)
        .compose(dropped -> shadow.dropFormer(session))
        .compose(
            dropped ->
                HiringTables.isHires(shadow.table())
                    ? session.execute(
                        SummarySql.deleteUncounted(shadow.schema()), Tuple.of(shadow.loadId()))
                    : Future.succeededFuture())
        .compose(deleted -> forget(session));
  }

  private Future<Void> forget(Session session) {
    return session
        .execute(
            "DELETE FROM %s WHERE load_id = ?".formatted(shadowLoads), Tuple.of(shadow.loadId()))
        .compose(forgotten -> session.query("COMMIT"))
        .mapEmpty();
  }
}
