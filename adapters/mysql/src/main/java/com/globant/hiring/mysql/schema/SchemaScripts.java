package com.globant.hiring.mysql.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;

/**
 * Runs the migration scripts of one schema. Every script can run again after it failed half-way.
 */
final class SchemaScripts {
  /** Not Flyway's default, since the owner of a schema may use Flyway too. */
  static final String HISTORY = "hiring_schema_history";

  private static final Set<MigrationState> NEWER =
      Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

  private final String schema;
  private final DataSource dataSource;
  private final Flyway flyway;

  /**
   * @param location of the scripts in the class path
   * @param dataSource whose connections are at the schema
   */
  SchemaScripts(String location, String schema, DataSource dataSource) {
    this.schema = schema;
    this.dataSource = dataSource;
    this.flyway =
        Flyway.configure()
            .dataSource(dataSource)
            .defaultSchema(schema)
            .createSchemas(false)
            .table(HISTORY)
            .locations("classpath:" + location)
            .failOnMissingLocations(true)
            .validateMigrationNaming(true)
            .loggers("slf4j")
            .load();
  }

  String schema() {
    return schema;
  }

  /** The refusal if a newer release of the service has migrated the schema. */
  Optional<String> newerVersion(Connection connection) throws SQLException {
    if (!hasHistory(connection)) {
      return Optional.empty();
    }
    return Arrays.stream(flyway.info().all())
        .filter(script -> NEWER.contains(script.getState()))
        .findFirst()
        .map(
            script ->
                "schema %s is of version %s, which a newer release of this service has made: start the newer one"
                    .formatted(schema, script.getVersion()));
  }

  /** Fails with the server's refusal, after which it can be called again. */
  void run() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      makeHistory(connection);
      forgetFailures(connection);
    }
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      throw refusal(e);
    }
  }

  /** Whether the service has migrated this schema before. */
  boolean hasHistory(Connection connection) throws SQLException {
    return !JdbcServer.rows(
            connection,
            "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
            schema,
            HISTORY)
        .isEmpty();
  }

  /**
   * As Flyway would, but in one statement: Flyway adds the index by another one, which needs a
   * further privilege, and refuses schemas that have tables.
   */
  private static void makeHistory(Connection connection) throws SQLException {
    JdbcServer.execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS %1$s (
          installed_rank INT NOT NULL PRIMARY KEY,
          version VARCHAR(50) NULL,
          description VARCHAR(200) NOT NULL,
          type VARCHAR(20) NOT NULL,
          script VARCHAR(1000) NOT NULL,
          checksum INT NULL,
          installed_by VARCHAR(100) NOT NULL,
          installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
          execution_time INT NOT NULL,
          success BOOLEAN NOT NULL,
          KEY %1$s_s_idx (success)
        ) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin\
        """
            .formatted(HISTORY));
  }

  /** Flyway refuses to run again as long as its history has a failure. */
  private static void forgetFailures(Connection connection) throws SQLException {
    JdbcServer.execute(connection, "DELETE FROM %s WHERE NOT success".formatted(HISTORY));
  }

  private SQLException refusal(FlywayException failure) {
    Throwable cause = failure.getCause();
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    if (cause instanceof SQLException refusal) {
      return new SQLException(
          "the service's tables in schema %s cannot be made: %s"
              .formatted(schema, JdbcServer.serverText(refusal)),
          refusal.getSQLState(),
          refusal.getErrorCode(),
          failure);
    }
    throw failure;
  }
}
