package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.connection.Stages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Compares the summary of hires with a fresh count, or replaces it by one: loads keep it, other
 * clients do not.
 */
public final class SummaryUpkeep {
  private final Vertx vertx;
  private final Connections connections;
  private final String serviceSchema;

  public SummaryUpkeep(Vertx vertx, Connections connections, String serviceSchema) {
    this.vertx = vertx;
    this.connections = connections;
    this.serviceSchema = serviceSchema;
  }

  /** One statement, which sees one state of both; loads go on meanwhile. */
  public CompletionStage<List<String>> differences(String schema, int limit) {
    return Stages.on(
        vertx.getOrCreateContext(),
        () ->
            connections
                .forReport()
                .compose(
                    session -> {
                      Future<List<String>> found =
                          session.collect(
                              SummarySql.differences(schema),
                              Tuple.of(limit),
                              Collectors.mapping(
                                  SummaryUpkeep::difference, Collectors.toUnmodifiableList()));
                      return found.eventually(() -> session.letGo(found.cause()));
                    }),
        failure -> DatabaseFailures.translated(failure, "the tables are locked; try again later"));
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

  /** In one transaction, under the lock that a replace of the table takes. */
  public CompletionStage<Void> rebuild(String schema) {
    return Stages.on(
        vertx.getOrCreateContext(),
        () -> connections.forLoad(schema).compose(session -> rebuilt(session, schema)),
        failure ->
            DatabaseFailures.translated(
                failure, "a load of hired_employees is under way; try again when it has ended"));
  }

  private Future<Void> rebuilt(Session session, String schema) {
    String table = HiringTables.HIRED_EMPLOYEES.name();
    Future<Void> rebuilt =
        session
            .query("START TRANSACTION")
            .compose(
                begun ->
                    session.execute(
                        Sql.loadLock(serviceSchema, Sql.EXCLUSIVE_NOWAIT), Tuple.of(schema, table)))
            .compose(locked -> session.query(SummarySql.deleteAll(schema)))
            .compose(deleted -> session.query(SummarySql.addCounted(schema)))
            // All tables: whoever changed hires behind the service may have changed names too.
            .compose(counted -> session.query(ContentsSql.takenAsTheyAre(schema)))
            .compose(announced -> session.query("COMMIT"))
            .compose(done -> session.giveBack());
    return rebuilt.recover(
        failure -> session.rollBack(failure).compose(nothing -> Future.failedFuture(failure)));
  }
}
