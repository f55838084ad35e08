package com.globant.hiring.mysql.connection;

import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates pools whose connections have the session settings and the TLS that are configured. */
final class Pools {
  private static final Logger LOG = LoggerFactory.getLogger(Pools.class);

  /** Less than {@link Connections#SILENCE}, after which the server closes the connection. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  private static final int LIFETIME_SECONDS = 1800;

  /** Statements kept prepared on a connection: each number of rows of an INSERT is one. */
  private static final int PREPARED_STATEMENTS = 256;

  private static final int LONGEST_STATEMENT = 65_536;

  private final Vertx vertx;
  private final MySqlSettings settings;

  Pools(Vertx vertx, MySqlSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /**
   * @param autocommit whether each statement is a transaction of its own
   * @param tableWait how long a statement waits for a table that another client holds
   */
  Pool pool(String name, int size, boolean autocommit, Duration tableWait) {
    String sessionSettings =
        SessionSettings.of(autocommit, settings.lockWait(), tableWait, Connections.SILENCE);
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

  /** Closing gives the connection to the pool; one without its settings must not get there. */
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
              // The pool reports a lost connection, without the reason.
              LOG.warn("A session cannot have its settings: {}", failure.getMessage());
              Session.closeSocket(connection);
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
        .setTcpUserTimeout((int) Connections.SILENCE.toMillis());
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

  /** Short enough for a client that waits for an idle connection of another instance. */
  private Duration idle() {
    Duration half = settings.connectTimeout().dividedBy(2);
    return half.compareTo(LONGEST_IDLE) < 0 ? half : LONGEST_IDLE;
  }
}
