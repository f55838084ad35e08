package com.globant.hiring.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.RecordedTransactions;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.load.Reaper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A migrated schema of one test class, with an adapter on it; an extension that drops it at the
 * end.
 */
public final class TestSchema implements AfterAllCallback, AutoCloseable {
  private static final int NO_SUCH_THREAD = 1094;

  public final String name;

  /** Where the records of loads are. */
  final String service;

  public final Vertx vertx = Vertx.vertx();
  public final MySqlSettings settings;
  public final MySqlAdapter adapter;
  private final List<String> users = new ArrayList<>();

  public TestSchema() {
    this(settings -> settings);
  }

  /** With these tables instead of the hiring ones. */
  public static TestSchema of(List<TableDefinition> tables) {
    return of(tables, settings -> settings);
  }

  /** With these tables instead of the hiring ones, and other settings. */
  public static TestSchema of(List<TableDefinition> tables, UnaryOperator<MySqlSettings> change) {
    Schema schema = new Schema(TestDatabase.newSchemaName(), tables);
    return new TestSchema(schema, change, MySqlAdapter::open);
  }

  /** The table of this name, which must be defined. */
  public Table table(String tableName) {
    return settings.catalog().find(name, tableName).orElseThrow();
  }

  /** With an adapter that does nothing by itself, so that the test alone looks for dead loads. */
  public static TestSchema idle() {
    return new TestSchema(settings -> settings, MySqlAdapter::openIdle);
  }

  /** Another adapter on this schema, which does nothing by itself either. */
  public MySqlAdapter openIdle(MySqlSettings other) {
    return MySqlAdapter.openIdle(vertx, other);
  }

  /**
   * @param change what the test wants different in the settings
   */
  public TestSchema(UnaryOperator<MySqlSettings> change) {
    this(change, MySqlAdapter::open);
  }

  private TestSchema(
      UnaryOperator<MySqlSettings> change, BiFunction<Vertx, MySqlSettings, MySqlAdapter> opening) {
    this(HiringTables.schema(TestDatabase.newSchemaName()), change, opening);
  }

  private TestSchema(
      Schema tables,
      UnaryOperator<MySqlSettings> change,
      BiFunction<Vertx, MySqlSettings, MySqlAdapter> opening) {
    name = tables.name();
    service = TestDatabase.serviceSchema(name);
    MySqlSettings usual = TestDatabase.running().settings(List.of(tables));
    MySqlAdapter.migrate(usual);
    settings = change.apply(usual);
    adapter = opening.apply(vertx, settings);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** As {@link Loads#await}. */
  public static <T extends @Nullable Object> T await(Future<T> future) {
    return Loads.await(future.toCompletionStage());
  }

  /** Whether a stage completes without a failure. */
  static boolean succeeds(CompletionStage<?> stage) {
    try {
      Loads.await(stage);
      return true;
    } catch (RuntimeException failure) {
      return false;
    }
  }

  static void assertRefused(RefusalCode code, CompletionStage<?> stage) {
    assertRefused(code, "", stage);
  }

  /**
   * @param said in the detail
   */
  static void assertRefused(RefusalCode code, String said, CompletionStage<?> stage) {
    assertThatThrownBy(() -> Loads.await(stage))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.detail()).contains(said);
            });
  }

  /** The tables that large loads of hires are filling, or have left behind. */
  int shadowTables() {
    return count(
        "information_schema.tables WHERE table_schema = '%s' AND table_name LIKE 'hired\\_employees\\_%%'"
            .formatted(name));
  }

  /** The notes of large loads. */
  int shadowLoads() {
    return count(service + ".shadow_loads");
  }

  /**
   * @param rows a table, with a condition if need be
   */
  int count(String rows) {
    return Integer.parseInt(Objects.requireNonNull(queried("SELECT COUNT(*) FROM " + rows)));
  }

  /** The committed rows by key, which is the first column. */
  public NavigableMap<Integer, List<@Nullable Object>> rows(Table table) {
    NavigableMap<Integer, List<@Nullable Object>> rows = new TreeMap<>();
    content(table)
        .forEach(row -> rows.put(((Number) Objects.requireNonNull(row.get(0))).intValue(), row));
    return rows;
  }

  /** The committed rows of any table, in no order. */
  public List<List<@Nullable Object>> content(Table table) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM " + Sql.quoted(table.name()))) {
      while (result.next()) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : table.columns()) {
          values.add(value(result, column));
        }
        rows.add(values);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object value(ResultSet result, Column column) throws SQLException {
    return switch (column.type().storage().kind()) {
      case SMALLINT, INT -> result.getObject(column.name(), Integer.class);
      case BIGINT -> result.getObject(column.name(), Long.class);
      case DECIMAL -> result.getBigDecimal(column.name());
      case DOUBLE -> result.getObject(column.name(), Double.class);
      case BOOLEAN -> result.getObject(column.name(), Boolean.class);
      case CHAR, VARCHAR, TEXT, JSON -> result.getString(column.name());
      case DATE -> result.getObject(column.name(), LocalDate.class);
      case TIME -> result.getObject(column.name(), LocalTime.class);
      case DATETIME -> result.getObject(column.name(), LocalDateTime.class);
    };
  }

  /** What was recorded of a committed load. */
  public Optional<RowCounts> recorded(String loadId) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT * FROM "
                    + service
                    + ".loads WHERE status = 'committed' AND load_id = '"
                    + loadId
                    + "'")) {
      return result.next()
          ? Optional.of(
              new RowCounts(
                  result.getLong("rows_read"),
                  result.getLong("rows_inserted"),
                  result.getLong("rows_updated"),
                  result.getLong("rows_ignored"),
                  result.getLong("rows_rejected"),
                  result.getLong("rows_incomplete")))
          : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the record of a load says. */
  LoadStatus status(String loadId) {
    return Loads.await(adapter.loadRecords().find(loadId)).orElseThrow().status();
  }

  /** A new plan of a load of a table of this schema. */
  public LoadPlan plan(Table table, boolean append, DuplicateKeys duplicates) {
    return Loads.plan(name, table, append, duplicates);
  }

  /** As {@link #plan}, for a large file. */
  public LoadPlan largePlan(Table table, boolean append, DuplicateKeys duplicates) {
    return Loads.largePlan(name, table, append, duplicates);
  }

  /** Begins a load, and opens its record. */
  public LoadTransaction begin(LoadPlan plan) {
    return Loads.await(recorded(adapter).begin(plan));
  }

  /** Replaces the rows of a table by a load. */
  public void replace(Table table, List<Row> rows) {
    Loads.replace(recorded(adapter), name, table, rows);
  }

  /** The loads of an adapter, for tests that open no records themselves. */
  public static LoadTransactions recorded(MySqlAdapter adapter) {
    return new RecordedTransactions(adapter.loadRecords(), adapter.loadTransactions());
  }

  /** Begins a load as soon as the server has noticed that other connections are gone. */
  public static LoadTransaction beginWhenFree(MySqlAdapter adapter, LoadPlan plan) {
    return beginWhenFree(recorded(adapter), plan);
  }

  /** As above, of transactions that open the records themselves. */
  public static LoadTransaction beginWhenFree(LoadTransactions transactions, LoadPlan plan) {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (true) {
      try {
        // A record is opened once, so each time with a new id.
        return Loads.await(
            transactions.begin(
                Loads.plan(plan.schema(), plan.table(), plan.append(), plan.duplicates())));
      } catch (Refused refused) {
        if (refused.code() != RefusalCode.TABLE_BUSY || System.nanoTime() - deadline > 0) {
          throw refused;
        }
      }
    }
  }

  /** The server for a new user who may do anything with this schema and the service's own. */
  public TestDatabase withUser(String password) {
    String user = "u" + users.size() + name.substring(name.length() - 20);
    users.add(user);
    return TestDatabase.running().withUser(user, password, name);
  }

  /** As {@link #killConnectionsOf(TestDatabase, Connection)}, when it gets a connection. */
  public void killConnectionsOf(TestDatabase user) {
    try (Connection killer = connect()) {
      killConnectionsOf(user, killer);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Ends the connections of a user, in the middle of whatever they do; returns when the server has
   * let go of them and of what they held.
   *
   * @param killer over which that is done
   */
  public void killConnectionsOf(TestDatabase user, Connection killer) throws SQLException {
    try (Statement statement = killer.createStatement()) {
      Set<Long> killed = connectionsOf(user, statement);
      for (long id : killed) {
        killIfThere(statement, id);
      }
      Loads.eventually(
          () -> assertThat(connectionsOf(user, statement)).noneMatch(killed::contains));
    }
  }

  private static Set<Long> connectionsOf(TestDatabase user, Statement statement) {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT id FROM information_schema.processlist WHERE user = '%s'"
                .formatted(user.user()))) {
      Set<Long> ids = new HashSet<>();
      while (found.next()) {
        ids.add(found.getLong(1));
      }
      return ids;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void killIfThere(Statement statement, long id) throws SQLException {
    try {
      statement.execute("KILL " + id);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }

  /** Does what an instance does every few seconds. */
  public void reap() {
    reap(settings, Duration.ZERO);
  }

  /** As {@link #reap()}, with other settings, but not for loads that are recorded since then. */
  void reap(MySqlSettings used, Duration begun) {
    Connections connections = new Connections(vertx, used);
    try {
      new Reaper(vertx, connections, used, DatabaseObserver.NONE).reap(begun);
    } finally {
      await(connections.close());
    }
  }

  /** Takes all records of loads away. */
  void forgetLoads() {
    for (String table : List.of("loads", "load_progress", "idempotency_keys")) {
      execute("DELETE FROM " + service + "." + table);
    }
  }

  /** Runs a statement beside the adapter. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row. */
  public @Nullable String queried(String sql) {
    return column(sql, 1);
  }

  /** A column, counted from 1, of the first row. */
  @Nullable String column(String sql, int number) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(number) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection beside the adapter, at this schema. */
  public Connection connect() throws SQLException {
    Connection connection = TestDatabase.running().connect();
    connection.setCatalog(name);
    return connection;
  }

  @Override
  public void close() {
    Loads.await(adapter.close());
    Loads.await(vertx.close().toCompletionStage());
    users.forEach(user -> execute("DROP USER " + user));
    execute("DROP DATABASE " + service);
    execute("DROP DATABASE " + name);
  }
}
