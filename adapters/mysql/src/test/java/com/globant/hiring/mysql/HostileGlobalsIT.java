package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.domain.report.HiringTables.DEPARTMENTS;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static com.globant.hiring.domain.report.HiringTables.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Stages;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server whose administrator has set its global variables for other clients. Only on servers that
 * tests may change: one that they have started, and one for which {@value #CHANGEABLE} is set.
 */
class HostileGlobalsIT {
  static final String CHANGEABLE = "HIRING_TEST_GLOBALS";

  /** More than the server's {@code sql_select_limit}. */
  private static final int DEPARTMENT_COUNT = 30;

  private static final List<Global> HOSTILE =
      List.of(
          new Global("sql_select_limit", "10"),
          new Global("max_join_size", "5"),
          new Global("sql_big_selects", "0"),
          new Global("sql_mode", "'ANSI,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'"),
          new Global("time_zone", "'+11:00'"),
          new Global("transaction_isolation", "'SERIALIZABLE'"),
          new Global("transaction_read_only", "1"),
          new Global("completion_type", "'CHAIN'"),
          new Global("autocommit", "0"),
          new Global("foreign_key_checks", "0"),
          new Global("unique_checks", "0"),
          new Global("sql_safe_updates", "1"),
          new Global("sql_auto_is_null", "1"),
          new Global("sql_quote_show_create", "0"),
          new Global("sql_notes", "0"),
          new Global("max_sort_length", "64"),
          new Global("div_precision_increment", "0"),
          new Global("group_concat_max_len", "4"),
          new Global("character_set_client", "latin1"),
          new Global("character_set_results", "latin1"),
          new Global("collation_connection", "latin1_swedish_ci"),
          new Global("lock_wait_timeout", "1"),
          new Global("innodb_lock_wait_timeout", "1"),
          new Global("wait_timeout", "3"),
          // One of the two servers has each of these.
          new Global("max_execution_time", "1"),
          new Global("default_storage_engine", "MyISAM"),
          new Global("show_gipk_in_create_table_and_information_schema", "0"),
          new Global("sql_require_primary_key", "1"),
          new Global("max_statement_time", "0.001"),
          new Global("check_constraint_checks", "0"),
          new Global("old_mode", "'NO_DUP_KEY_WARNINGS_WITH_IGNORE'"),
          new Global("idle_write_transaction_timeout", "1"));

  /** Those that an account may not set for itself, and that change nothing of the service's. */
  private static final List<String> HARMLESS = List.of("sql_require_primary_key");

  private static final Map<String, String> former = new LinkedHashMap<>();

  private static final List<TestSchema> schemas = new ArrayList<>();

  private record Global(String name, String value) {}

  @BeforeAll
  static void spoil() throws SQLException {
    try (Connection connection = TestDatabase.running().connect();
        Statement statement = connection.createStatement()) {
      assumeTrue(
          System.getenv(TestDatabase.URL_VARIABLE) == null || System.getenv(CHANGEABLE) != null,
          "other clients use this server");
      for (Global global : HOSTILE) {
        try (ResultSet value = statement.executeQuery("SELECT @@GLOBAL." + global.name())) {
          value.next();
          former.put(global.name(), value.getString(1));
        } catch (SQLException notOfThisServer) {
          // the other one has it
        }
      }
      for (Global global : HOSTILE) {
        if (former.containsKey(global.name())) {
          statement.execute("SET GLOBAL %s = %s".formatted(global.name(), global.value()));
        }
      }
    }
  }

  @AfterAll
  static void mend() throws SQLException {
    try (Connection connection = TestDatabase.running().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET autocommit = 1, transaction_read_only = 0, max_join_size = DEFAULT");
      for (Map.Entry<String, String> global : former.entrySet()) {
        boolean number = global.getValue().matches("[0-9.]+");
        statement.execute(
            (number ? "SET GLOBAL %s = %s" : "SET GLOBAL %s = '%s'")
                .formatted(global.getKey(), global.getValue()));
      }
    }
    schemas.forEach(TestSchema::close);
  }

  @Test
  void noneOfThemReachesASession() {
    TestSchema schema = schema();
    List<String> reached =
        former.keySet().stream()
            .filter(name -> !HARMLESS.contains(name))
            .filter(
                name -> valueOf(schema, "SESSION", name).equals(valueOf(schema, "GLOBAL", name)))
            .toList();

    assertThat(reached).isEmpty();
    assertThat(former).hasSizeGreaterThan(25);
  }

  private static String valueOf(TestSchema schema, String scope, String name) {
    return text(schema, "SELECT CONCAT(@@%s.%s)".formatted(scope, name));
  }

  /** Migrated by a server with these globals, and dropped when they are mended. */
  private static TestSchema schema() {
    TestSchema schema = new TestSchema();
    schemas.add(schema);
    return schema;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loadsAndReportsAreWhole(boolean large) {
    TestSchema schema = schema();
    load(
        schema,
        DEPARTMENTS,
        false,
        IntStream.rangeClosed(1, DEPARTMENT_COUNT)
            .<Row>mapToObj(id -> row(id, id, "Dépt \\ \"%02d\" 😀".formatted(id)))
            .toList());
    load(schema, JOBS, false, List.of(row(1, 0, "Clerk")));
    load(
        schema,
        HIRED_EMPLOYEES,
        large,
        IntStream.rangeClosed(1, 1000)
            .<Row>mapToObj(
                id ->
                    row(
                        id,
                        id,
                        "tab\t\\'\"é",
                        LocalDateTime.of(2021, 1, 1, 0, 30, 0, 123456000),
                        1 + id % DEPARTMENT_COUNT,
                        0))
            .toList());

    assertThat(
            await(schema.adapter.hiringReports().rows(Report.HIRES_BY_QUARTER, schema.name, 2021)))
        .hasSize(DEPARTMENT_COUNT);
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
    assertThat(text(schema, "SELECT name FROM hired_employees WHERE id = 1"))
        .isEqualTo("tab\t\\'\"é");
    assertThat(text(schema, "SELECT CAST(`datetime` AS CHAR) FROM hired_employees WHERE id = 1"))
        .isEqualTo("2021-01-01 00:30:00.123456");
    assertThat(text(schema, "SELECT department FROM departments WHERE id = 7"))
        .isEqualTo("Dépt \\ \"07\" 😀");
    assertThat(text(schema, "SELECT job FROM jobs WHERE id = 0")).isEqualTo("Clerk");
  }

  private static String text(TestSchema schema, String sql) {
    Connections connections = new Connections(schema.vertx, schema.settings);
    try {
      return await(
          Stages.on(
              schema.vertx.getOrCreateContext(),
              () ->
                  connections.read(
                      session ->
                          session
                              .query("USE " + schema.name)
                              .compose(used -> session.query(sql))
                              .map(rows -> rows.iterator().next().getString(0))),
              IllegalStateException::new));
    } finally {
      TestSchema.await(connections.close());
    }
  }

  private static void load(TestSchema schema, Table table, boolean large, List<Row> rows) {
    LoadPlan plan =
        large
            ? schema.largePlan(table, false, DuplicateKeys.REJECT)
            : schema.plan(table, false, DuplicateKeys.REJECT);
    LoadTransaction load = schema.begin(plan);
    await(load.write(rows));
    await(load.commit(Loads.result(new RowCounts(rows.size(), rows.size(), 0, 0, 0, 0))));
  }
}
