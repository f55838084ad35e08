package com.globant.hiring.mysql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collector;

/**
 * A connection taken from its pool, to be given back or discarded.
 *
 * <p>Used on the context that it was taken on, and completes its futures there. Statements are sent
 * at once and are answered in their order; those of a connection that breaks all fail, which the
 * driver alone does for the first of them only.
 */
final class Session {
  /** How long the server may take to hang up after it was asked to. */
  private static final int HANG_UP_SECONDS = 10;

  private final SqlConnection connection;
  private final Set<Promise<?>> unanswered = new LinkedHashSet<>();
  private final Promise<Void> closed = Promise.promise();

  private Session(SqlConnection connection) {
    this.connection = connection;
  }

  /** To be called on the context that the connection was taken on. */
  static Session of(SqlConnection connection) {
    Session session = new Session(connection);
    // Without a handler the driver prints the stack; the statements under way tell of it as well.
    connection.exceptionHandler(failure -> {});
    connection.closeHandler(nothing -> session.lost());
    return session;
  }

  /** Statements that were sent and are not answered yet. */
  int underWay() {
    return unanswered.size();
  }

  /** Runs a statement without parameters. */
  Future<RowSet<Row>> query(String sql) {
    return answered(connection.query(sql).execute());
  }

  /** Runs a statement, which is prepared at its first use on this connection. */
  Future<RowSet<Row>> execute(String sql, Tuple parameters) {
    return answered(connection.preparedQuery(sql).execute(parameters));
  }

  /** As {@link #execute}; the rows go to the collector and are not kept. */
  <T> Future<T> collect(String sql, Tuple parameters, Collector<Row, ?, T> rows) {
    return answered(connection.preparedQuery(sql).collecting(rows).execute(parameters))
        .map(SqlResult::value);
  }

  /** As {@link #query}; the rows go to the collector and are not kept. */
  <T> Future<T> collect(String sql, Collector<Row, ?, T> rows) {
    return answered(connection.query(sql).collecting(rows).execute()).map(SqlResult::value);
  }

  /** Puts the connection back into its pool. It must be as clean as it was taken. Never fails. */
  Future<Void> giveBack() {
    return connection.close().otherwiseEmpty();
  }

  /**
   * Ends the connection and with it whatever was begun on it. The driver has no way to take a
   * connection out of its pool, so the server is asked to hang up. Never fails.
   */
  Future<Void> discard() {
    return query("KILL CONNECTION_ID()")
        .transform(
            answer ->
                answer.succeeded() || answer.cause() instanceof MySQLException
                    ? closed.future().timeout(HANG_UP_SECONDS, TimeUnit.SECONDS)
                    : Future.succeededFuture())
        .otherwiseEmpty()
        .compose(nothing -> giveBack());
  }

  private <T> Future<T> answered(Future<T> answer) {
    Promise<T> promise = Promise.promise();
    unanswered.add(promise);
    answer.onComplete(
        result -> {
          unanswered.remove(promise);
          if (result.succeeded()) {
            promise.tryComplete(result.result());
          } else {
            promise.tryFail(result.cause());
          }
        });
    return promise.future();
  }

  private void lost() {
    closed.tryComplete();
    List<Promise<?>> failing = List.copyOf(unanswered);
    unanswered.clear();
    failing.forEach(promise -> promise.tryFail(new VertxException("Connection was lost", true)));
  }
}
