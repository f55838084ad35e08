package com.globant.hiring.mysql.connection;

import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Login;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The connections to the database, in separate pools, so that reports never wait for loads.
 *
 * <p>Sessions of loads do not commit by themselves: if the server ends a transaction, for instance
 * after a deadlock, statements that were already sent would otherwise be committed one by one.
 */
public final class Connections {
  /**
   * How long the server keeps a silent connection with its locks. A load with a slow client sends
   * statements more often than this. A load whose instance has vanished loses its locks, and is
   * found dead within a minute.
   */
  public static final Duration SILENCE = Duration.ofSeconds(40);

  /** How long connections are not kept after the server had too many. */
  private static final Duration SCARCITY = Duration.ofSeconds(10);

  /** How long a bulk connection waits for a table, since meanwhile all other clients wait too. */
  private static final Duration TABLE_WAIT = Duration.ofSeconds(2);

  /** Between two tries to connect while the server has too many connections. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

  private final Vertx vertx;
  private final MySqlSettings settings;
  private final Pool loads;
  private final Pool reports;
  private final Pool bulk;
  private final Pool exchanges;
  private final AtomicBoolean bulkTaken = new AtomicBoolean();
  private final ConnectionsOfLoads ofLoads;
  private volatile long scarceUntil = System.nanoTime();
  private volatile boolean closed;

  public Connections(Vertx vertx, MySqlSettings settings) {
    this(vertx, settings, SILENCE.plusSeconds(5));
  }

  /**
   * @param longestSilence after which the server has dropped a silent connection
   */
  public Connections(Vertx vertx, MySqlSettings settings, Duration longestSilence) {
    this.ofLoads = new ConnectionsOfLoads(vertx, longestSilence);
    this.vertx = vertx;
    this.settings = settings;
    Pools pools = new Pools(vertx, settings);
    this.loads = pools.pool("loads", settings.loadConnections(), false, settings.lockWait());
    this.reports = pools.pool("reports", settings.reportConnections(), true, settings.lockWait());
    this.bulk = pools.pool("bulk", BulkConnections.COUNT, false, TABLE_WAIT);
    this.exchanges = pools.pool("exchanges", settings.loadConnections(), false, TABLE_WAIT);
  }

  /** A connection that does not commit by itself. To be called on the context that uses it. */
  public Future<Session> forLoad(String loadId) {
    return session(loads, deadline()).onSuccess(session -> ofLoads.add(loadId, session));
  }

  /** As {@link ConnectionsOfLoads#discard(String)}. */
  public void discardThoseOf(String loadId) {
    ofLoads.discard(loadId);
  }

  /** As {@link ConnectionsOfLoads#discardIfDropped}. */
  public Future<Void> discardThoseOf(String loadId, Session asked) {
    return ofLoads.discardIfDropped(loadId, asked);
  }

  /**
   * Fails if a few statements on records take longer than they may wait for a lock and for a
   * connection. The connection is then taken to be dead.
   */
  public <T> Future<T> inTime(Future<T> answer) {
    return answer.timeout(
        settings.lockWait().plus(settings.connectTimeout()).toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A connection whose statements are transactions of their own, unless one is begun. */
  public Future<Session> forReport() {
    return session(reports, deadline());
  }

  /**
   * Reads over a connection {@link #forReport}. The first statement is sent together with the check
   * of the connection, which saves a round trip; if the check fails, all is read again over another
   * connection.
   */
  public <T> Future<T> read(Function<Session, Future<T>> reading) {
    return asked(
        reports,
        deadline(),
        session -> {
          Future<T> answer = reading.apply(session);
          return answer.eventually(() -> session.letGo(answer.cause()));
        });
  }

  /** Does something over a connection {@link #forReport}; blocks. */
  public <T> T onReportConnection(Function<BlockingSession, T> action) {
    BlockingSession session = BlockingSession.of(vertx.getOrCreateContext(), this::forReport);
    boolean done = false;
    try {
      T result = action.apply(session);
      done = true;
      return result;
    } finally {
      if (done) {
        session.giveBack();
      } else {
        // A failed action may have left a transaction open.
        session.discard();
      }
    }
  }

  /** As {@link ShortTransaction#run}; blocks. */
  public <T> T inTransaction(Function<Session, Future<T>> statements) {
    return BlockingSession.await(
        vertx.getOrCreateContext(), () -> ShortTransaction.run(this, statements));
  }

  /**
   * Connections like those of {@link #forLoad}, for one large load at a time; empty if another load
   * has them.
   */
  public Future<Optional<BulkConnections>> bulk(String loadId) {
    if (!bulkTaken.compareAndSet(false, true)) {
      return Future.succeededFuture(Optional.empty());
    }
    long deadline = deadline();
    List<Future<Session>> sessions =
        Stream.generate(
                () -> session(bulk, deadline).onSuccess(session -> ofLoads.add(loadId, session)))
            .limit(BulkConnections.COUNT)
            .toList();
    return Future.join(sessions)
        .compose(
            all -> Future.succeededFuture(Optional.of(bulk(sessions))),
            failure -> bulk(sessions).giveBack().compose(gone -> Future.failedFuture(failure)));
  }

  /** As {@link #bulk}, but one, and for any number of loads: for the moment of their commit. */
  public Future<BulkConnections> forExchange(String loadId) {
    return session(exchanges, deadline())
        .onSuccess(session -> ofLoads.add(loadId, session))
        .map(session -> new BulkConnections(List.of(session), () -> {}));
  }

  private BulkConnections bulk(List<Future<Session>> sessions) {
    return new BulkConnections(
        sessions.stream().filter(Future::succeeded).map(Future::result).toList(),
        () -> bulkTaken.set(false));
  }

  private Future<Session> session(Pool pool, long deadline) {
    return asked(pool, deadline, Future::succeededFuture);
  }

  /**
   * Checks each connection that is taken from the pool: the server may have dropped it, or may have
   * vanished, which the network would report only after minutes.
   *
   * @param first what is done without waiting for the answer; done again over another connection if
   *     there is none
   */
  private <T> Future<T> asked(Pool pool, long deadline, Function<Session, Future<T>> first) {
    if (closed) {
      // The driver may never close if a connection is requested meanwhile.
      return Future.failedFuture(new VertxException("The connections are closed", true));
    }
    return connection(pool, deadline)
        .map(connection -> Session.of(connection, this::areScarce))
        .compose(
            session -> {
              Future<?> alive =
                  session.query("DO 0").timeout(checkTime().toMillis(), TimeUnit.MILLISECONDS);
              Future<T> done = first.apply(session);
              return alive.compose(
                  yes -> done,
                  silent ->
                      session
                          .discard()
                          .compose(
                              gone ->
                                  System.nanoTime() - deadline < 0
                                      ? asked(pool, deadline, first)
                                      : notConnected(silent)));
            });
  }

  /**
   * If the password was changed, waits until the new one is known; if the server has too many
   * connections, until one of them ends.
   */
  private Future<SqlConnection> connection(Pool pool, long deadline) {
    Login used = settings.logins().current();
    return pool.getConnection()
        .recover(
            failure -> {
              if (DatabaseFailures.isLoginRefused(failure)) {
                return replaced(used, deadline)
                    .compose(
                        replaced ->
                            replaced ? connection(pool, deadline) : Future.failedFuture(failure));
              }
              if (DatabaseFailures.isTooManyConnections(failure)) {
                scarceUntil = System.nanoTime() + SCARCITY.toNanos();
              }
              return DatabaseFailures.isTooManyConnections(failure)
                      && System.nanoTime() + LONGEST_PAUSE.toNanos() - deadline < 0
                  ? pause().compose(over -> connection(pool, deadline))
                  : notConnected(failure);
            });
  }

  /**
   * Whether another pool or another instance may wait for a connection, so that none is kept idle.
   */
  private boolean areScarce() {
    return System.nanoTime() - scarceUntil < 0;
  }

  /** Random, since several clients may wait for the server. */
  private Future<Void> pause() {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(
        ThreadLocalRandom.current().nextLong(50, LONGEST_PAUSE.toMillis()),
        timer -> over.complete());
    return over.future();
  }

  private Future<Boolean> replaced(Login refused, long deadline) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    return Future.fromCompletionStage(
        settings.logins().replaced(refused, left), vertx.getOrCreateContext());
  }

  /** The driver fails with exceptions of many kinds; here they all mean the same. */
  private static <T> Future<T> notConnected(Throwable failure) {
    return Future.failedFuture(
        failure instanceof MySQLException
            ? failure
            : new VertxException("No connection to the database", failure));
  }

  /** Several connections in a row may be dead within the time for a connection. */
  private Duration checkTime() {
    return settings.connectTimeout().dividedBy(4).plusMillis(1);
  }

  private long deadline() {
    return System.nanoTime() + settings.connectTimeout().toNanos();
  }

  public Future<Void> close() {
    closed = true;
    return Future.join(loads.close(), reports.close(), bulk.close(), exchanges.close()).mapEmpty();
  }
}
