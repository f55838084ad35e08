package com.globant.hiring.mysql.schema;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.SessionSettings;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database server over JDBC, for work at the start and on the command line. Blocks. */
final class JdbcServer {
  /** Between two attempts to connect while the server has too many connections. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** The driver's prefix of the server's message. */
  private static final Pattern CONNECTION = Pattern.compile("^\\(conn=-?\\d+\\) ");

  /** How long one connection may be idle while another one works. */
  private static final Duration LONGEST_SILENCE = Duration.ofHours(8);

  private final MySqlSettings settings;
  private Tls tls = Tls.DISABLED;

  /** Work on a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  JdbcServer(MySqlSettings settings) {
    this.settings = settings;
  }

  /**
   * Does some work on a new connection, which is at no schema.
   *
   * @throws Refused {@code database_unavailable} if the server cannot be reached or refuses
   *     something
   */
  <T> T call(Work<T> work) {
    Login used = settings.logins().current();
    try {
      tls = settings.tls();
      if (tls == Tls.PREFERRED) {
        // The JDBC driver has no such mode.
        tls = serverHasTls() ? Tls.REQUIRED : Tls.DISABLED;
      }
      try (Connection connection = connect()) {
        return work.on(connection);
      }
    } catch (SQLException e) {
      if (DatabaseFailures.isLoginRefused(e.getErrorCode()) && replaced(used)) {
        return call(work);
      }
      throw refused("cannot be used: " + serverText(e) + unknownAuthority(e), e);
    }
  }

  /** The advice if the server's certificate may be signed by a private authority. */
  private String unknownAuthority(SQLException failure) {
    boolean verified = settings.tls() == Tls.VERIFY_CA || settings.tls() == Tls.VERIFY_IDENTITY;
    return verified && settings.trustedCertificates() == null && isOfTls(failure)
        ? ". With database.tls %s and without database.tls_authorities, only the authorities of the JDK are trusted: set database.tls_authorities to the PEM file of the one that signed the server's certificate"
            .formatted(settings.tls().name().toLowerCase(Locale.ROOT))
        : "";
  }

  private static boolean isOfTls(Throwable failure) {
    return failure instanceof SSLException
        || failure instanceof GeneralSecurityException
        || String.valueOf(failure.getMessage()).contains("certificate")
        || (failure.getCause() != null && isOfTls(failure.getCause()));
  }

  Refused refused(String reason, SQLException cause) {
    return new Refused(
        RefusalCode.DATABASE_UNAVAILABLE,
        "the database at %s:%d %s".formatted(settings.host(), settings.port(), reason),
        cause);
  }

  /** The rows of a query, all values as text. */
  static List<@Nullable String[]> rows(Connection connection, String sql, String... parameters)
      throws SQLException {
    List<@Nullable String[]> rows = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet found = set(query, parameters).executeQuery()) {
      while (found.next()) {
        @Nullable String[] row = new String[found.getMetaData().getColumnCount()];
        for (int i = 0; i < row.length; i++) {
          row[i] = found.getString(i + 1);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Executes a statement that gives no rows. */
  static void execute(Connection connection, String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, parameters).execute();
    }
  }

  private static PreparedStatement set(PreparedStatement statement, String... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setString(i + 1, parameters[i]);
    }
    return statement;
  }

  /** The message of the server, without the driver's prefix. */
  static String serverText(SQLException failure) {
    return CONNECTION.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
  }

  private boolean replaced(Login refused) {
    return settings
        .logins()
        .replaced(refused, settings.connectTimeout())
        .toCompletableFuture()
        .join();
  }

  private boolean serverHasTls() {
    try (Connection connection = dataSource("", Tls.REQUIRED).getConnection()) {
      return connection.isValid((int) settings.connectTimeout().toSeconds());
    } catch (SQLException e) {
      return false;
    }
  }

  /** Waits while the server has too many connections. */
  private Connection connect() throws SQLException {
    long deadline = System.nanoTime() + settings.connectTimeout().toNanos();
    while (true) {
      try {
        return dataSource("").getConnection();
      } catch (SQLException e) {
        if (!DatabaseFailures.isTooManyConnections(e.getErrorCode())
            || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Connections that are at a schema, encrypted as those of {@link #call}. */
  DataSource dataSource(String schema) throws SQLException {
    return dataSource(schema, tls);
  }

  private DataSource dataSource(String schema, Tls tls) throws SQLException {
    MigrationConnections dataSource =
        new MigrationConnections(
            "jdbc:mariadb://address=(host=%s)(port=%d)/?connectTimeout=%d&allowPublicKeyRetrieval=true&sslMode=%s%s"
                .formatted(
                    settings.host(),
                    settings.port(),
                    settings.connectTimeout().toMillis(),
                    sslMode(tls),
                    trusted(tls)),
            schema,
            SessionSettings.of(true, LockWaits.STEP, LockWaits.STEP, LONGEST_SILENCE));
    Login login = settings.logins().current();
    dataSource.setUser(login.user());
    dataSource.setPassword(login.password());
    return dataSource;
  }

  private static String sslMode(Tls tls) {
    return switch (tls) {
      case DISABLED -> "disable";
      case PREFERRED, REQUIRED -> "trust";
      case VERIFY_CA -> "verify-ca";
      case VERIFY_IDENTITY -> "verify-full";
    };
  }

  private String trusted(Tls tls) {
    Path authorities = settings.trustedCertificates();
    return authorities == null || tls == Tls.DISABLED ? "" : "&serverSslCert=" + authorities;
  }
}
