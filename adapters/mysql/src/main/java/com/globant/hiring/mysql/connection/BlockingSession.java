package com.globant.hiring.mysql.connection;

import com.globant.hiring.application.Blocking;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A session whose caller waits for each answer. Statements throw what the driver fails with, see
 * {@link DatabaseFailures}. For threads that may block, one at a time.
 *
 * @param context that the session is used on
 */
public record BlockingSession(Context context, Session session) {

  /** Takes a connection, to be used on a context. */
  public static BlockingSession of(Context context, Supplier<Future<Session>> connection) {
    return new BlockingSession(context, await(context, connection));
  }

  /** Runs a statement without parameters. */
  public RowSet<Row> query(String sql) {
    return await(() -> session.query(sql));
  }

  /** Runs a prepared statement. */
  public RowSet<Row> execute(String sql, @Nullable Object... parameters) {
    return execute(sql, Tuple.wrap(parameters));
  }

  /** Runs a prepared statement. */
  public RowSet<Row> execute(String sql, Tuple parameters) {
    return await(() -> session.execute(sql, parameters));
  }

  /** Runs a prepared statement; its rows go to the collector, on the context, and are not kept. */
  public <T> T collect(String sql, Tuple parameters, Collector<Row, ?, T> rows) {
    return await(() -> session.collect(sql, parameters, rows));
  }

  /** Runs a statement without parameters; its rows go to the collector, and are not kept. */
  public <T> T collect(String sql, Collector<Row, ?, T> rows) {
    return await(() -> session.collect(sql, rows));
  }

  /** As {@link Session#giveBack}. */
  public void giveBack() {
    await(session::giveBack);
  }

  /** As {@link Session#discard}. */
  public void discard() {
    await(session::discard);
  }

  /** As {@link Session#rollBack}. */
  public void rollBack(@Nullable Throwable failure) {
    await(() -> session.rollBack(failure));
  }

  /** Runs an action on the context, for instance several statements at once. */
  public <T extends @Nullable Object> T await(Supplier<Future<T>> action) {
    return await(context, action);
  }

  /** Runs an action on a context and waits for its result. */
  public static <T extends @Nullable Object> T await(Context context, Supplier<Future<T>> action) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("An event loop must not wait for the database");
    }
    return Blocking.await(Stages.on(context, action, BlockingSession::unchecked));
  }

  /** A failure of the driver as an exception that need not be declared. */
  public static RuntimeException unchecked(Throwable failure) {
    return failure instanceof RuntimeException known ? known : new VertxException(failure);
  }
}
