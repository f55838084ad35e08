package com.globant.hiring.mysql.connection;

import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.mysqlclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to the database, in pools of their own, so that slow loads never keep reports
 * waiting.
 *
 * <p>Every session has the same settings, whatever those of the server. Those of loads do not
 * commit by themselves: where the server ends a transaction, as it does on a deadlock, statements
 * sent before that is known would otherwise stay in the table one by one.
 */
public final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /**
   * How long the server keeps a silent connection with its locks. A load whose client is slow
   * speaks more often than this; one whose instance has vanished without a word loses its locks,
   * and is found dead within a minute.
   */
  public static final Duration SILENCE = Duration.ofSeconds(40);

  /** Less than {@link #SILENCE}, or the server would be the first to hang up. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  /** How long connections are not kept after the server had too many. */
  private static final Duration SCARCITY = Duration.ofSeconds(10);

  /** How long a table may be asked for that somebody has not let go of. */
  private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(2);

  private static final int LIFETIME_SECONDS = 1800;

  /** Between two tries to connect while the server has too many connections. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

  /** Statements kept prepared on a connection: each number of rows of an INSERT is one. */
  private static final int PREPARED_STATEMENTS = 256;

  private static final int LONGEST_STATEMENT = 65_536;

  private final Vertx vertx;
  private final MySqlSettings settings;
  private final Pool loads;
  private final Pool reports;
  private final Pool lanes;
  private final AtomicBoolean lanesTaken = new AtomicBoolean();
  private final Map<String, Set<OfLoad>> ofLoads = new ConcurrentHashMap<>();
  private final Duration longestSilence;
  private volatile long scarceUntil = System.nanoTime();
  private volatile boolean closed;

  public Connections(Vertx vertx, MySqlSettings settings) {
    this(vertx, settings, SILENCE.plusSeconds(5));
  }

  /**
   * @param longestSilence after which the server has dropped a silent connection
   */
  public Connections(Vertx vertx, MySqlSettings settings, Duration longestSilence) {
    this.longestSilence = longestSilence;
    this.vertx = vertx;
    this.settings = settings;
    this.loads = pool("loads", settings.loadConnections(), false, settings.lockWait());
    this.reports = pool("reports", settings.reportConnections(), true, settings.lockWait());
    this.lanes = pool("lanes", BulkConnections.COUNT, false, LONGEST_STANDSTILL);
  }

  /** A connection that does not commit by itself. To be called on the context that uses it. */
  public Future<Session> forLoad(String loadId) {
    return session(loads, deadline()).onSuccess(session -> note(loadId, session));
  }

  private void note(String loadId, Session session) {
    OfLoad connection = new OfLoad(vertx.getOrCreateContext(), session, new ServerConnection());
    connection.known().ask(session);
    Set<OfLoad> those = ofLoads.computeIfAbsent(loadId, id -> ConcurrentHashMap.newKeySet());
    those.add(connection);
    session.atEnd(
        () -> {
          those.remove(connection);
          ofLoads.computeIfPresent(loadId, (id, left) -> left.isEmpty() ? null : left);
        });
  }

  /** Ends the connections that a load has here, whatever they wait for. For any thread. */
  public void discardThoseOf(String loadId) {
    Set<OfLoad> those = ofLoads.getOrDefault(loadId, Set.of());
    if (!those.isEmpty()) {
      LOG.warn("The connections of load {} are silent and were given up", loadId);
      those.forEach(OfLoad::discard);
    }
  }

  /**
   * As {@link #discardThoseOf}, if one of them has waited for an answer for longer than the server
   * keeps a silent connection, and the server has it no more. One that the server works for stays,
   * however long that takes.
   *
   * @param asked another connection to the server
   */
  public Future<Void> discardThoseOf(String loadId, Session asked) {
    List<ServerConnection> waiting =
        ofLoads.getOrDefault(loadId, Set.of()).stream()
            .filter(each -> each.session().waitsFor(longestSilence))
            .map(OfLoad::known)
            .toList();
    return ServerConnection.isAnyDropped(waiting, asked)
        .onSuccess(
            dropped -> {
              if (dropped) {
                discardThoseOf(loadId);
              }
            })
        .mapEmpty();
  }

  private record OfLoad(Context context, Session session, ServerConnection known) {
    void discard() {
      context.runOnContext(nothing -> session.discard());
    }
  }

  /**
   * A few statements on records, which take no time but that of waiting for a lock. Fails if they
   * take longer, as they do over a connection that has become silent, which then is of no use.
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
   * Reads over a connection {@link #forReport}. The first statement is sent together with the
   * question for a sign of life, which saves a way to the server and back; where there is none, all
   * is read again over another connection.
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

  /** Does something over a connection {@link #forReport}. */
  public <T> Future<T> beside(Function<Session, Future<T>> action) {
    return forReport()
        .compose(
            session -> {
              Future<T> done = action.apply(session);
              // What is left behind of an action that failed is nobody else's.
              return done.eventually(
                  () -> done.succeeded() ? session.giveBack() : session.discard());
            });
  }

  /**
   * Connections like those of {@link #forLoad}, for the one load of all that needs more than its
   * own; nothing where another load has them. Whoever asks for a table over them keeps everybody
   * else from it while it waits, which it does for a short time only.
   */
  public Future<Optional<BulkConnections>> lanes(String loadId) {
    if (!lanesTaken.compareAndSet(false, true)) {
      return Future.succeededFuture(Optional.empty());
    }
    long deadline = deadline();
    List<Future<Session>> sessions =
        Stream.generate(() -> session(lanes, deadline).onSuccess(session -> note(loadId, session)))
            .limit(BulkConnections.COUNT)
            .toList();
    return Future.join(sessions)
        .compose(
            all -> Future.succeededFuture(Optional.of(lanes(sessions))),
            failure -> lanes(sessions).giveBack().compose(gone -> Future.failedFuture(failure)));
  }

  private BulkConnections lanes(List<Future<Session>> sessions) {
    return new BulkConnections(
        sessions.stream().filter(Future::succeeded).map(Future::result).toList(),
        () -> lanesTaken.set(false));
  }

  private Future<Session> session(Pool pool, long deadline) {
    return asked(pool, deadline, Future::succeededFuture);
  }

  /**
   * Taken connections are asked for a sign of life: the server may have dropped one meanwhile, or
   * vanished without a word, and to wait for the network to notice that would take minutes.
   *
   * @param first what is done without waiting for the answer; done again where there is none
   */
  private <T> Future<T> asked(Pool pool, long deadline, Function<Session, Future<T>> first) {
    if (closed) {
      // Asked for a connection while it closes, the driver may never have closed.
      return Future.failedFuture(new VertxException("The connections are closed", true));
    }
    return connection(pool, deadline)
        .map(connection -> Session.of(connection, this::areScarce))
        .compose(
            session -> {
              Future<?> alive =
                  session.query("DO 0").timeout(signOfLife().toMillis(), TimeUnit.MILLISECONDS);
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
   * Where the password was changed meanwhile, waits until the new one is known; where the server
   * has too many connections, until one of them ends.
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
   * Whether somebody may wait for a connection that this instance would keep for itself: the other
   * pool here, or another instance.
   */
  private boolean areScarce() {
    return System.nanoTime() - scarceUntil < 0;
  }

  /** So short that whoever waits for an idle connection of another instance gets it in time. */
  private Duration idle() {
    Duration half = settings.connectTimeout().dividedBy(2);
    return half.compareTo(LONGEST_IDLE) < 0 ? half : LONGEST_IDLE;
  }

  /** Of different lengths, as several may wait for the server to have room. */
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

  /** The driver fails with whatever it stumbles over; here it always means the same. */
  private static <T> Future<T> notConnected(Throwable failure) {
    return Future.failedFuture(
        failure instanceof MySQLException
            ? failure
            : new VertxException("No connection to the database", failure));
  }

  /** Some connections may be dead, and the wait for one that is not has an end. */
  private Duration signOfLife() {
    return settings.connectTimeout().dividedBy(4).plusMillis(1);
  }

  private long deadline() {
    return System.nanoTime() + settings.connectTimeout().toNanos();
  }

  public Future<Void> close() {
    closed = true;
    return Future.join(loads.close(), reports.close(), lanes.close()).mapEmpty();
  }

  private Pool pool(String name, int size, boolean autocommit, Duration tableWait) {
    String sessionSettings =
        SessionSettings.of(autocommit, settings.lockWait(), tableWait, SILENCE);
    return MySQLBuilder.pool()
        .using(vertx)
        .with(
            new PoolOptions()
                .setName(name)
                .setMaxSize(size)
                .setIdleTimeout((int) idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxLifetime(LIFETIME_SECONDS)
                .setMaxLifetimeUnit(TimeUnit.SECONDS)
                .setConnectionTimeout((int) settings.connectTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
        .connectingTo(() -> Future.succeededFuture(options()))
        .withConnectHandler(connection -> prepare(connection, sessionSettings))
        .build();
  }

  /** Closing hands the connection to the pool; one without its settings must not get there. */
  private static void prepare(SqlConnection connection, String sessionSettings) {
    connection.exceptionHandler(failure -> {});
    Session.guard(connection);
    connection
        .query(sessionSettings)
        .execute()
        .compose(set -> connection.query(SessionSettings.REMEMBER_PRIVILEGES).execute())
        .onSuccess(done -> connection.close())
        .onFailure(
            failure -> {
              // The pool tells whoever waits that the connection was lost, and knows no more.
              LOG.warn("A session cannot have its settings: {}", failure.getMessage());
              Session.hangUp(connection);
            });
  }

  private SqlConnectOptions options() {
    Login login = settings.logins().current();
    MySQLConnectOptions options = new MySQLConnectOptions();
    options
        .setHost(settings.host())
        .setPort(settings.port())
        .setUser(login.user())
        .setPassword(login.password())
        .setDatabase("")
        .setCharset("utf8mb4")
        .setCharacterEncoding("UTF-8")
        .setPipeliningLimit(settings.pipelining())
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(PREPARED_STATEMENTS)
        .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
        .setConnectTimeout((int) settings.connectTimeout().toMillis())
        .setTcpKeepAlive(true)
        .setTcpUserTimeout((int) SILENCE.toMillis());
    return secured(options);
  }

  private MySQLConnectOptions secured(MySQLConnectOptions options) {
    options.setSslMode(SslMode.valueOf(settings.tls().name()));
    Path authorities = settings.trustedCertificates();
    switch (settings.tls()) {
      case DISABLED -> {}
      case PREFERRED, REQUIRED -> options.setTrustAll(true);
      case VERIFY_CA, VERIFY_IDENTITY -> {
        options.setTrustOptions(
            authorities == null
                ? TrustOptions.wrap(trustOfTheJdk())
                : new PemTrustOptions().addCertPath(authorities.toString()));
        options.setHostnameVerificationAlgorithm(
            settings.tls() == Tls.VERIFY_IDENTITY ? "HTTPS" : "");
      }
    }
    return options;
  }

  /** What the JDK trusts; the driver has no default of its own. */
  private static TrustManager trustOfTheJdk() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no trusted certificates", e);
    }
  }
}
