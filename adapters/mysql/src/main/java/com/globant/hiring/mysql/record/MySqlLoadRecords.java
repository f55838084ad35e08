package com.globant.hiring.mysql.record;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.FilesRead;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecord.Problem;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.ShortTransaction;
import com.globant.hiring.mysql.connection.Stages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The records of loads, in the service's own schema. */
public final class MySqlLoadRecords implements LoadRecords {
  /** How long the answer to a COMMIT that the server has executed may take. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final Connections connections;
  private final RecordSql sql;
  private final DeadLoads deadLoads;
  private final Collector<Row, ?, List<LoadRecord>> recordsOf;
  private final MySqlAdmission admission;

  public MySqlLoadRecords(Vertx vertx, Connections connections, MySqlSettings settings) {
    this.vertx = vertx;
    this.connections = connections;
    this.sql = new RecordSql(settings.serviceSchema());
    this.deadLoads = new DeadLoads(sql);
    this.recordsOf =
        Collectors.flatMapping(
            row -> RecordColumns.record(row, settings.catalog()).stream(),
            Collectors.toUnmodifiableList());
    this.admission =
        new MySqlAdmission(
            connections,
            sql,
            new IdempotencyKeySql(settings.serviceSchema()),
            deadLoads,
            recordsOf);
  }

  @Override
  public CompletionStage<Admission> open(LoadSubmission submission) {
    return on(() -> admission.of(submission));
  }

  @Override
  public CompletionStage<Standing> progressed(
      String loadId, RowCounts rows, long bytes, @Nullable FilesRead files) {
    Tuple progress = RecordColumns.progress(rows, bytes, files).addString(loadId);
    return onConnection(
        session ->
            session
                .execute(sql.updateProgress(), progress)
                .compose(noted -> session.execute(sql.cancelRequested(), Tuple.of(loadId)))
                .compose(
                    asked ->
                        asked.size() == 1
                            ? connections
                                .discardThoseOf(loadId, session)
                                .map(
                                    asked.iterator().next().getBoolean(0)
                                        ? Standing.CANCEL_REQUESTED
                                        : Standing.MAY_GO_ON)
                            : ended(session, loadId)));
  }

  /**
   * Called if the progress row is missing, since it is deleted at the end of a load. If the load
   * has not noticed its end, its connections are discarded: an aborted load then fails, and a
   * committed one reads the outcome from its record.
   */
  private Future<Standing> ended(Session session, String loadId) {
    return session
        .execute(sql.status(), Tuple.of(loadId))
        .map(
            found -> {
              String status = found.size() == 1 ? found.iterator().next().getString(0) : "";
              if (status.equals(LoadStatus.COMMITTED.wireName())) {
                vertx.setTimer(ANSWER.toMillis(), late -> connections.discardThoseOf(loadId));
              }
              if (!status.equals(LoadStatus.ABORTED.wireName())) {
                return Standing.MAY_GO_ON;
              }
              connections.discardThoseOf(loadId);
              return Standing.FOUND_DEAD;
            });
  }

  @Override
  public CompletionStage<Void> ended(
      String loadId, LoadStatus status, LoadResult result, @Nullable Problem problem) {
    if (status == LoadStatus.RUNNING || status == LoadStatus.COMMITTED) {
      throw new IllegalArgumentException("A load cannot be noted to have ended as " + status);
    }
    Tuple end = RecordColumns.end(status, result, problem).addString(loadId);
    return inTransaction(
        session ->
            session
                .execute(sql.end(), end)
                .compose(noted -> session.execute(sql.deleteProgress(), Tuple.of(loadId)))
                .mapEmpty());
  }

  @Override
  public CompletionStage<Optional<LoadRecord>> find(String loadId) {
    return onConnection(
        session ->
            session
                .collect(sql.find(), Tuple.of(loadId), recordsOf)
                .map(records -> records.stream().findFirst()));
  }

  @Override
  public CompletionStage<List<LoadRecord>> newest(Filter filter, long before, int limit) {
    Tuple parameters = Tuple.of(before);
    if (filter.schema() != null) {
      parameters.addString(filter.schema());
    }
    if (filter.table() != null) {
      parameters.addString(filter.table());
    }
    if (filter.status() != null) {
      parameters.addString(filter.status().wireName());
    }
    parameters.addInteger(limit);
    return onConnection(session -> session.collect(sql.newest(filter), parameters, recordsOf));
  }

  @Override
  public CompletionStage<Boolean> requestCancel(String loadId) {
    // The progress row exists as long as the load runs. A dead load would never react to the
    // request.
    return inTransaction(
        session ->
            deadLoads
                .markAborted(session, loadId, DeadLoads.BEGINNING)
                .compose(buried -> session.execute(sql.requestCancel(), Tuple.of(loadId)))
                .map(asked -> asked.rowCount() == 1));
  }

  @Override
  public CompletionStage<List<String>> expiredRejects(int limit) {
    return onConnection(
        session ->
            session.collect(
                sql.expiredRejects(DRY_RUN_REJECTS_LIFETIME),
                Tuple.of(limit),
                Collectors.mapping(row -> row.getString(0), Collectors.toUnmodifiableList())));
  }

  @Override
  public CompletionStage<Void> rejectsDeleted(List<String> loadIds) {
    return inTransaction(
        session ->
            session
                .execute(sql.rejectsDeleted(loadIds.size()), Tuple.tuple(List.copyOf(loadIds)))
                .mapEmpty());
  }

  private <T> CompletionStage<T> inTransaction(Function<Session, Future<T>> statements) {
    return on(() -> ShortTransaction.run(connections, statements));
  }

  private <T> CompletionStage<T> onConnection(Function<Session, Future<T>> statements) {
    return on(
        () ->
            connections
                .forReport()
                .compose(
                    session -> {
                      Future<T> result = connections.inTime(statements.apply(session));
                      return result.eventually(() -> session.letGo(result.cause()));
                    }));
  }

  private <T> CompletionStage<T> on(Supplier<Future<T>> action) {
    return Stages.on(vertx.getOrCreateContext(), action, MySqlLoadRecords::translated);
  }

  private static RuntimeException translated(Throwable thrown) {
    Throwable failure = Failures.unwrapped(thrown);
    return DatabaseFailures.isBusy(failure)
        ? new Refused(
            RefusalCode.DATABASE_UNAVAILABLE,
            "the record of the load is locked in the database; try again later",
            failure)
        : DatabaseFailures.translated(failure, "");
  }
}
