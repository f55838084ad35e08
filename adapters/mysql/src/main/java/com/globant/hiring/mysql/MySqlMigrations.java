package com.globant.hiring.mysql;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.logging.LogFactory;
import org.mariadb.jdbc.MariaDbDataSource;

/** Brings the configured schemas up to date by the scripts in {@code db/migration}. Blocks. */
final class MySqlMigrations {
  /** Held while migrating, so that of several instances one works and the others wait. */
  private static final String LOCK = "hiring.migrations";

  private static final int LOCK_WAIT_SECONDS = 300;

  private final MySqlSettings settings;

  MySqlMigrations(MySqlSettings settings) {
    this.settings = settings;
  }

  void run() {
    Login used = settings.logins().current();
    try {
      if (settings.tls() != Tls.PREFERRED) {
        run(settings.tls());
      } else {
        // JDBC has no word for it.
        run(serverHasTls() ? Tls.REQUIRED : Tls.DISABLED);
      }
    } catch (SQLException e) {
      if (DatabaseFailures.isLoginRefused(e.getErrorCode()) && replaced(used)) {
        run();
        return;
      }
      throw new Refused(
          RefusalCode.DATABASE_UNAVAILABLE,
          "the database at %s:%d cannot be used: %s"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
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

  private void run(Tls tls) throws SQLException {
    try (Connection connection = dataSource("", tls).getConnection()) {
      takeLock(connection);
      for (String schema : settings.schemas()) {
        createIfMissing(connection, schema);
        migrate(schema, dataSource(schema, tls));
      }
      // The lock ends with the connection.
    }
  }

  private static void takeLock(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("SELECT GET_LOCK(?, ?)")) {
      lock.setString(1, LOCK);
      lock.setInt(2, LOCK_WAIT_SECONDS);
      try (ResultSet taken = lock.executeQuery()) {
        if (!taken.next() || taken.getInt(1) != 1) {
          throw new SQLException(
              "another instance has been migrating for %d s".formatted(LOCK_WAIT_SECONDS));
        }
      }
    }
  }

  private static void createIfMissing(Connection connection, String schema) throws SQLException {
    // Looked up first: who may not create schemas may not even ask for one that is there.
    try (PreparedStatement lookUp =
        connection.prepareStatement(
            "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?")) {
      lookUp.setString(1, schema);
      try (ResultSet there = lookUp.executeQuery()) {
        if (there.next()) {
          return;
        }
      }
    }
    try (Statement create = connection.createStatement()) {
      create.execute(
          "CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
              .formatted(Sql.quoted(schema)));
    }
  }

  private static void migrate(String schema, DataSource dataSource) {
    LogFactory.setFallbackLogCreator(FlywayLog::new);
    Flyway.configure()
        .dataSource(dataSource)
        .defaultSchema(schema)
        .createSchemas(false)
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        // Flyway's word for the fallback that was just set.
        .loggers("console")
        .load()
        .migrate();
  }

  private DataSource dataSource(String schema, Tls tls) throws SQLException {
    MariaDbDataSource dataSource =
        new MariaDbDataSource(
            "jdbc:mariadb://address=(host=%s)(port=%d)/%s?connectTimeout=%d&allowPublicKeyRetrieval=true&sslMode=%s%s"
                .formatted(
                    settings.host(),
                    settings.port(),
                    schema,
                    settings.connectTimeout().toMillis(),
                    sslMode(tls),
                    trusted(tls)));
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
