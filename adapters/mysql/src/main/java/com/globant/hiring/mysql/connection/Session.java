package com.globant.hiring.mysql.connection;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collector;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * A connection taken from its pool, to be given back or discarded.
 *
 * <p>Used on the context that it was taken on, and completes its futures there. Statements are sent
 * at once and are answered in their order; if the connection breaks, all of them fail, while the
 * driver alone would fail the first only.
 */
public final class Session {
  private static final int PROBE_SECONDS = 10;
  private static final int PROBES = 3;
  private static final long NOT_WAITING = Long.MIN_VALUE;

  private final SqlConnection connection;
  private final BooleanSupplier scarce;
  private final Set<Promise<?>> unanswered = new LinkedHashSet<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private boolean loading;
  private volatile long waitingSince = NOT_WAITING;
  private boolean lost;
  private boolean ended;
  private Runnable ending = () -> {};

  private Session(SqlConnection connection, BooleanSupplier scarce) {
    this.connection = connection;
    this.scarce = scarce;
  }

  /**
   * To be called on the context that the connection was taken on.
   *
   * @param scarce whether to end the connection rather than to keep it in its pool
   */
  static Session of(SqlConnection connection, BooleanSupplier scarce) {
    Session session = new Session(connection, scarce);
    // Without a handler the driver prints the stack; the pending statements fail anyway.
    connection.exceptionHandler(failure -> {});
    connection.closeHandler(nothing -> session.lost());
    return session;
  }

  /** Keeps the connection alive: sends a statement if none is pending. */
  public void keepAlive() {
    if (unanswered.isEmpty()) {
      query("DO 0");
    }
  }

  /** Runs a statement without parameters. */
  public Future<RowSet<Row>> query(String sql) {
    return answered(() -> connection.query(sql).execute());
  }

  /** Runs a statement, which is prepared at its first use on this connection. */
  public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
    return answered(() -> connection.preparedQuery(sql).execute(parameters));
  }

  /** As {@link #execute}; the rows go to the collector and are not kept. */
  public <T> Future<T> collect(String sql, Tuple parameters, Collector<Row, ?, T> rows) {
    return answered(() -> connection.preparedQuery(sql).collecting(rows).execute(parameters))
        .map(SqlResult::value);
  }

  /** As {@link #query}; the rows go to the collector and are not kept. */
  public <T> Future<T> collect(String sql, Collector<Row, ?, T> rows) {
    return answered(() -> connection.query(sql).collecting(rows).execute()).map(SqlResult::value);
  }

  /**
   * Runs a LOAD DATA LOCAL. Everything that is sent meanwhile would be taken for rows, so other
   * statements wait until it has ended.
   *
   * @param loadData by {@link Sql#loadFile}
   * @param text of the rows, read on the context
   * @param rows that the text has
   * @return whether all of them were inserted unchanged; if not, none is
   */
  public Future<Boolean> load(String loadData, ReadableByteChannel text, int rows) {
    return answered(
        () -> {
          loading = true;
          LocalInfile infile =
              LocalInfile.of(socket(connection).channelHandlerContext().pipeline());
          infile.offer(text);
          return loadOrUndo(loadData, rows)
              .onComplete(
                  done -> {
                    infile.offer(null);
                    loading = false;
                    sendHeld();
                  });
        });
  }

  /** One statement of three, because the server is idle for each round trip. */
  private Future<Boolean> loadOrUndo(String loadData, int rows) {
    return connection
        .query("SAVEPOINT file; " + loadData + "; SELECT @@warning_count")
        .execute()
        .compose(
            savepoint -> {
              RowSet<Row> loaded = savepoint.next();
              long warnings = loaded.next().iterator().next().getLong(0);
              return loaded.rowCount() == rows && warnings == 0
                  ? Future.succeededFuture(true)
                  : connection.query("ROLLBACK TO SAVEPOINT file").execute().map(false);
            });
  }

  private void sendHeld() {
    while (!loading && !held.isEmpty()) {
      held.remove().run();
    }
  }

  /** Called when the connection is given back or discarded. */
  void atEnd(Runnable action) {
    ending = action;
  }

  /** Puts the connection back into its pool. No transaction may be open. Never fails. */
  public Future<Void> giveBack() {
    if (scarce.getAsBoolean()) {
      return discard();
    }
    end();
    return connection.close().otherwiseEmpty();
  }

  private void end() {
    ended = true;
    ending.run();
  }

  /** Ends the connection and its transaction, even if the server does not answer. Never fails. */
  public Future<Void> discard() {
    if (ended) {
      // The pool may have given it to another user.
      return Future.succeededFuture();
    }
    end();
    return closeSocket(connection);
  }

  /** Gives the connection back, or discards it if the failure shows that it is of no use. */
  public Future<Void> letGo(@Nullable Throwable failure) {
    return failure != null && DatabaseFailures.isUnavailable(failure) ? discard() : giveBack();
  }

  /**
   * Rolls back, then gives the connection back or discards it. Never fails.
   *
   * @param failure of the transaction, if any: if it shows that the server cannot serve, for
   *     instance since it has become a replica, the connection is not used again
   */
  public Future<Void> rollBack(@Nullable Throwable failure) {
    return failure != null && DatabaseFailures.isUnavailable(failure)
        ? discard()
        : query("ROLLBACK").compose(done -> giveBack(), refusal -> discard());
  }

  /** To be called for each new connection, before it is used. */
  static void guard(SqlConnection connection) {
    ChannelHandlerContext channel = socket(connection).channelHandlerContext();
    LocalInfile.install(channel.pipeline());
    // TCP probes a silent server three times. Options that the operating system does not have
    // are ignored.
    ChannelConfig config = channel.channel().config();
    config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), PROBE_SECONDS);
    config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), PROBE_SECONDS);
    config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
  }

  /**
   * Closes the socket. The driver's own close only puts the connection back into its pool, hence
   * the use of its internal classes.
   */
  static Future<Void> closeSocket(SqlConnection connection) {
    return socket(connection).close().otherwiseEmpty();
  }

  private static NetSocketInternal socket(SqlConnection connection) {
    Connection pooled = ((SqlConnectionInternal) connection).unwrap();
    return ((SocketConnectionBase) pooled.unwrap()).socket();
  }

  private <T> Future<T> answered(Supplier<Future<T>> statement) {
    Promise<T> promise = Promise.promise();
    if (unanswered.isEmpty()) {
      waitingSince = System.nanoTime();
    }
    unanswered.add(promise);
    Runnable send = () -> statement.get().onComplete(answer -> pass(answer, promise));
    if (lost) {
      // Needed also if sending this statement revealed the loss: the driver does not fail it then.
      lost();
    } else if (loading) {
      held.add(send);
    } else {
      send.run();
    }
    return promise.future();
  }

  /** Whether no answer has come for this long although a statement is pending. For any thread. */
  boolean waitsFor(Duration time) {
    long since = waitingSince;
    return since != NOT_WAITING && System.nanoTime() - since >= time.toNanos();
  }

  private <T> void pass(AsyncResult<T> answer, Promise<T> promise) {
    unanswered.remove(promise);
    waitingSince = unanswered.isEmpty() ? NOT_WAITING : System.nanoTime();
    if (answer.succeeded()) {
      promise.tryComplete(answer.result());
    } else {
      promise.tryFail(answer.cause());
    }
  }

  private void lost() {
    lost = true;
    held.clear();
    List<Promise<?>> failing = List.copyOf(unanswered);
    unanswered.clear();
    failing.forEach(promise -> promise.tryFail(new VertxException("Connection was lost", true)));
  }
}
