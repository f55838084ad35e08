package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.summary.ContentVersions;
import com.globant.hiring.mysql.summary.SummarySql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Creates and migrates the service's own schema and the configured ones. Checks all preconditions
 * before it changes anything. Blocks.
 */
public final class MySqlMigrations {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final MySqlSettings settings;
  private final JdbcServer server;
  private final Duration patience;

  public MySqlMigrations(MySqlSettings settings) {
    this(settings, PATIENCE);
  }

  /**
   * @param patience how long to wait for others that hold a table or migrate, for each of them
   */
  public MySqlMigrations(MySqlSettings settings, Duration patience) {
    this.settings = settings;
    this.server = new JdbcServer(settings);
    this.patience = patience;
  }

  public void run() {
    server.call(
        connection -> {
          run(connection);
          return true;
        });
  }

  /** Why tables cannot be created or loaded, each with what changes that. Changes nothing. */
  public List<String> differences() {
    return server.call(
        connection -> {
          List<String> all = new ArrayList<>();
          for (Schema schema : schemas()) {
            all.addAll(new LoadedTables(connection, schema).differences());
          }
          return all;
        });
  }

  private void run(Connection connection) throws SQLException {
    new ServerLimits(settings).warn(connection);
    LockWaits waits = new LockWaits(connection, allSchemas(), patience);
    waits.takeMigrationLock();
    List<SchemaScripts> scripts = new ArrayList<>();
    scripts.add(
        new SchemaScripts(
            "db/service", settings.serviceSchema(), server.dataSource(settings.serviceSchema())));
    // Only hires have anything that is derived from them.
    for (Schema schema : settings.hiringSchemas()) {
      scripts.add(new SchemaScripts("db/schema", schema.name(), server.dataSource(schema.name())));
    }
    refuseWhatStandsInTheWay(connection, scripts);
    for (String schema : allSchemas()) {
      waits.repeat(() -> createIfMissing(connection, schema));
    }
    for (Schema schema : schemas()) {
      waits.repeat(() -> new LoadedTables(connection, schema).createMissing());
    }
    for (SchemaScripts each : scripts) {
      waits.repeat(each::run);
    }
    for (Schema schema : settings.hiringSchemas()) {
      waits.repeat(() -> summarise(connection, schema));
    }
    waits.repeat(() -> addLockRows(connection));
    // The lock ends with the connection.
  }

  private List<String> allSchemas() {
    List<String> all = new ArrayList<>(settings.schemas());
    all.add(settings.serviceSchema());
    return all;
  }

  private void refuseWhatStandsInTheWay(Connection connection, List<SchemaScripts> scripts)
      throws SQLException {
    List<String> reasons = new ArrayList<>();
    Set<String> incomplete = new LinkedHashSet<>();
    for (Schema schema : schemas()) {
      if (!new LoadedTables(connection, schema).missing().isEmpty()) {
        incomplete.add(schema.name());
      }
    }
    for (SchemaScripts each : scripts) {
      each.newerVersion(connection).ifPresent(reasons::add);
      if (!each.hasHistory(connection)) {
        incomplete.add(each.schema());
      }
    }
    NeededGrants grants = new NeededGrants(AccountGrants.of(connection), settings);
    reasons.addAll(grants.missing(incomplete));
    for (Schema schema : schemas()) {
      reasons.addAll(new LoadedTables(connection, schema).differences());
    }
    if (!reasons.isEmpty()) {
      throw server.refused(
          "was left as it is, because the service cannot work with it:\n  "
              + String.join("\n  ", reasons),
          new SQLException("Not as the service needs it"));
    }
    grants.warn();
  }

  private static void createIfMissing(Connection connection, String schema) throws SQLException {
    // Looked up first: CREATE needs the privilege even if the schema exists.
    if (JdbcServer.rows(
            connection, "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?", schema)
        .isEmpty()) {
      JdbcServer.execute(
          connection,
          "CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
              .formatted(Sql.quoted(schema)));
    }
  }

  private List<Schema> schemas() {
    return settings.catalog().schemas();
  }

  /**
   * A new schema may come with rows: counts what is committed, together with the first versions.
   */
  private static void summarise(Connection connection, Schema summarised) throws SQLException {
    String schema = summarised.name();
    if (!JdbcServer.rows(connection, ContentVersions.tables(schema)).isEmpty()) {
      return;
    }
    connection.setAutoCommit(false);
    try {
      JdbcServer.execute(
          connection, SummarySql.insertCounted(schema), UUID.randomUUID().toString());
      for (Table table : HiringTables.all()) {
        JdbcServer.execute(connection, ContentVersions.insert(schema), table.name());
      }
      JdbcServer.execute(connection, ContentVersions.insert(schema), ContentVersions.SUMMARY);
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Rows of tables that are no longer defined stay. */
  private void addLockRows(Connection connection) throws SQLException {
    for (Table table : settings.catalog().tables()) {
      String schema = table.schema().name();
      insertIfMissing(
          connection, "load_locks", List.of("schema_name", "table_name"), schema, table.name());
      if (ShadowLocks.areFor(table)) {
        for (String kind : ShadowLocks.KINDS) {
          insertIfMissing(
              connection,
              "shadow_locks",
              List.of("schema_name", "table_name", "kind"),
              schema,
              table.name(),
              kind);
        }
      }
    }
  }

  /** Waits for no lock: loads of other instances may hold one on the row. */
  private void insertIfMissing(
      Connection connection, String table, List<String> columns, String... values)
      throws SQLException {
    String name = Sql.name(settings.serviceSchema(), table);
    String condition = String.join(" = ? AND ", columns);
    if (JdbcServer.rows(
            connection, "SELECT 1 FROM %s WHERE %s = ?".formatted(name, condition), values)
        .isEmpty()) {
      JdbcServer.execute(
          connection,
          "INSERT INTO %s (%s) VALUES (%s)"
              .formatted(name, String.join(", ", columns), Sql.parameters(values.length)),
          values);
    }
  }
}
