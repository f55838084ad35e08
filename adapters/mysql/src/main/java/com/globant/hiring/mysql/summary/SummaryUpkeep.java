package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Merges the rows of the summary, compares it with a fresh count, or replaces it by one. Blocks.
 */
public final class SummaryUpkeep {
  /** A report of a year reads the rows of fewer loads than this, and of those since the merge. */
  static final int LOADS_TO_MERGE = 8;

  private static final String HIRES = HiringTables.HIRED_EMPLOYEES.name();

  private final Vertx vertx;
  private final Connections connections;
  private final String serviceSchema;

  public SummaryUpkeep(Vertx vertx, Connections connections, String serviceSchema) {
    this.vertx = vertx;
    this.connections = connections;
    this.serviceSchema = serviceSchema;
  }

  /** Replaces the rows of committed loads by their sums, one year in a transaction. */
  public void merge(String schema) {
    RowSet<Row> years =
        connections.onReportConnection(
            session -> session.execute(SummarySql.yearsToMerge(schema), LOADS_TO_MERGE));
    for (Row row : years) {
      int year = row.getInteger(0);
      connections.inTransaction(session -> mergeUnlessLocked(session, schema, year));
    }
  }

  /** A replace deletes all rows while it holds the lock, so no rows may be merged meanwhile. */
  private static Future<Void> mergeUnlessLocked(Session session, String schema, int year) {
    return session
        .query(ContentVersions.lockSummaryUnlessTaken(schema))
        .compose(
            locked ->
                locked.size() == 0
                    ? Future.succeededFuture()
                    : session
                        .execute(SummarySql.lockYear(schema), Tuple.of(year))
                        .compose(rows -> merge(session, schema, year, loads(rows))));
  }

  private static Set<String> loads(Iterable<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.getString(0))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Future<Void> merge(Session session, String schema, int year, Set<String> loads) {
    if (loads.size() < LOADS_TO_MERGE) {
      return Future.succeededFuture();
    }
    Tuple merged = Tuple.of(UUID.randomUUID().toString(), year);
    Tuple deleted = Tuple.of(year);
    loads.forEach(merged::addString);
    loads.forEach(deleted::addString);
    return session
        .execute(SummarySql.insertMerged(schema, loads.size()), merged)
        .compose(
            inserted -> session.execute(SummarySql.deleteMerged(schema, loads.size()), deleted))
        .mapEmpty();
  }

  /**
   * One statement, which sees one state of both; loads go on meanwhile.
   *
   * @param limit the greatest number of differences
   */
  public List<String> differences(String schema, int limit) {
    return connections.onReportConnection(
        session ->
            session.collect(
                SummarySql.differences(schema),
                Tuple.of(limit),
                Collectors.mapping(SummaryUpkeep::difference, Collectors.toUnmodifiableList())));
  }

  private static String difference(Row row) {
    long job = row.getLong(2);
    return "year %d, department_id %d, job_id %s: the table has %+d, %+d, %+d, %+d hires by quarter over the summary"
        .formatted(
            row.getLong(0),
            row.getLong(1),
            job == HireCells.NO_JOB ? "NULL" : Long.toString(job),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            row.getLong(6));
  }

  /**
   * In one transaction, under the lock that a replace of the table takes.
   *
   * @param settle called under that lock: ends loads that died while they replaced the table
   */
  public void rebuild(String schema, Consumer<BlockingSession> settle) {
    BlockingSession session =
        BlockingSession.of(vertx.getOrCreateContext(), () -> connections.forLoad(schema));
    try {
      session.query("START TRANSACTION");
      session.execute(Sql.loadLock(serviceSchema, Sql.EXCLUSIVE_NOWAIT), schema, HIRES);
      settle.accept(session);
      // Of all tables: a client that changed hires may have changed names too.
      session.query(ContentVersions.changeAll(schema));
      session.query(SummarySql.deleteAll(schema));
      session.execute(SummarySql.insertCounted(schema), UUID.randomUUID().toString());
      session.query("COMMIT");
    } catch (RuntimeException failure) {
      session.rollBack(failure);
      throw failure;
    }
    session.giveBack();
  }
}
