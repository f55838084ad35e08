package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.ShortTransaction;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Merges the rows of the summary, compares it with a fresh count, or replaces it by one. */
public final class SummaryUpkeep {
  /** A report of a year reads the rows of fewer loads than this, and of those since the merge. */
  static final int LOADS_TO_MERGE = 8;

  private static final String HIRES = HiringTables.HIRED_EMPLOYEES.name();

  private final Connections connections;
  private final String serviceSchema;

  public SummaryUpkeep(Connections connections, String serviceSchema) {
    this.connections = connections;
    this.serviceSchema = serviceSchema;
  }

  /** Replaces the rows of committed loads by their sums, one year in a transaction. */
  public Future<Void> merge(String schema) {
    return connections
        .onReportConnection(
            session -> session.execute(SummarySql.yearsToMerge(schema), Tuple.of(LOADS_TO_MERGE)))
        .compose(
            years -> {
              Future<Void> merged = Future.succeededFuture();
              for (Row row : years) {
                int year = row.getInteger(0);
                merged =
                    merged.compose(
                        nothing ->
                            ShortTransaction.run(
                                connections, session -> mergeUnlessLocked(session, schema, year)));
              }
              return merged;
            });
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
  public Future<List<String>> differences(String schema, int limit) {
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
  public Future<Void> rebuild(String schema, Function<Session, Future<Void>> settle) {
    return connections.forLoad(schema).compose(session -> rebuild(session, schema, settle));
  }

  private Future<Void> rebuild(
      Session session, String schema, Function<Session, Future<Void>> settle) {
    Future<Void> rebuilt =
        session
            .query("START TRANSACTION")
            .compose(
                begun ->
                    session.execute(
                        Sql.loadLock(serviceSchema, Sql.EXCLUSIVE_NOWAIT), Tuple.of(schema, HIRES)))
            .compose(locked -> settle.apply(session))
            // Of all tables: a client that changed hires may have changed names too.
            .compose(settled -> session.query(ContentVersions.changeAll(schema)))
            .compose(changed -> session.query(SummarySql.deleteAll(schema)))
            .compose(
                deleted ->
                    session.execute(
                        SummarySql.insertCounted(schema), Tuple.of(UUID.randomUUID().toString())))
            .compose(counted -> session.query("COMMIT"))
            .compose(done -> session.giveBack());
    return rebuilt.recover(
        failure -> session.rollBack(failure).compose(nothing -> Future.failedFuture(failure)));
  }
}
