package com.globant.hiring.mysql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A connection taken from its pool, to be given back or discarded.
 *
 * <p>Used on the context that it was taken on, and completes its futures there. Statements are sent
 * at once and are answered in their order; those of a connection that breaks all fail, which the
 * driver alone does for the first of them only.
 */
final class Session {
  private final SqlConnection connection;
  private final Set<Promise<?>> unanswered = new LinkedHashSet<>();
  private boolean lost;

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

  /** Says something where nothing has been said that is not answered yet. */
  void speak() {
    if (unanswered.isEmpty()) {
      query("DO 0");
    }
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
   * Ends the connection, and with it whatever was begun on it, also where the server does not
   * answer any more. Its pool then makes room for another one. Never fails.
   */
  Future<Void> discard() {
    return hangUp(connection);
  }

  /** Gives the connection back, or discards it where a failure tells that it is of no use. */
  Future<Void> letGo(@Nullable Throwable failure) {
    return failure != null && DatabaseFailures.isUnavailable(failure) ? discard() : giveBack();
  }

  /**
   * Closes the socket. The driver's own close only puts the connection back into its pool, so the
   * way leads through its implementation: the pool's connection and the one to the server.
   */
  static Future<Void> hangUp(SqlConnection connection) {
    Connection pooled = ((SqlConnectionInternal) connection).unwrap();
    return ((SocketConnectionBase) pooled.unwrap()).socket().close().otherwiseEmpty();
  }

  private <T> Future<T> answered(Future<T> answer) {
    if (lost) {
      // Also where sending this statement is how the loss was noticed: the driver forgets it then.
      return Future.failedFuture(connectionLost());
    }
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
    lost = true;
    List<Promise<?>> failing = List.copyOf(unanswered);
    unanswered.clear();
    failing.forEach(promise -> promise.tryFail(connectionLost()));
  }

  private static VertxException connectionLost() {
    return new VertxException("Connection was lost", true);
  }
}
