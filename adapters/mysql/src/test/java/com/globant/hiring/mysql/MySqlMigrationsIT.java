package com.globant.hiring.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MySqlMigrationsIT {
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  private final TestDatabase database = TestDatabase.running();
  private final String schema = TestDatabase.newSchemaName();
  private final String other = TestDatabase.newSchemaName();
  private final String user = "u" + schema.substring(schema.length() - 20);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    ROOT.setLevel(Level.INFO);
    log.start();
    ROOT.addAppender(log);
  }

  @AfterEach
  void cleanUp() {
    ROOT.detachAppender(log);
    ROOT.setLevel(Level.WARN);
    execute("DROP USER IF EXISTS " + user);
    execute("DROP DATABASE IF EXISTS " + schema);
    execute("DROP DATABASE IF EXISTS " + other);
  }

  @Test
  void instancesThatStartTogetherMigrateOnce() {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    List<CompletableFuture<Void>> starts =
        IntStream.range(0, 4)
            .mapToObj(
                instance ->
                    CompletableFuture.runAsync(
                        () -> MySqlAdapter.migrate(database.settings(schema, other)), executor))
            .toList();
    starts.forEach(CompletableFuture::join);
    executor.shutdown();

    for (String migrated : List.of(schema, other)) {
      assertThat(
              queried(
                  "SELECT version FROM %s.flyway_schema_history WHERE success ORDER BY installed_rank",
                  migrated))
          .containsExactly("1", "2", "3", "4", "5");
      assertThat(queried("SELECT table_name FROM %s.load_locks ORDER BY 1", migrated))
          .containsExactly("departments", "hired_employees", "jobs");
    }
  }

  @Test
  void nothingIsLoggedWhereNothingIsWrong() {
    MySqlAdapter.migrate(database.settings(schema));
    MySqlAdapter.migrate(database.settings(schema));

    // What adapters of other tests do in the background is no matter of migrations.
    assertThat(log.list)
        .filteredOn(event -> event.getThreadName().equals(Thread.currentThread().getName()))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  @Test
  void whatIsThereStays() {
    MySqlAdapter.migrate(database.settings(schema));
    execute("INSERT INTO " + schema + ".departments VALUES (1, 'Sales')");
    MySqlAdapter.migrate(database.settings(schema));

    assertThat(queried("SELECT department FROM %s.departments", schema)).containsExactly("Sales");
  }

  @Test
  void loadsThatWereCommittedBeforeStayOnRecord() {
    migrateToTheFirstVersion();
    execute(
        "INSERT INTO %s.loads VALUES ('b', 'jobs', TRUE, 6, 1, 1, 1, 3, 0, '2021-01-02 03:04:05.6'), ('a', 'jobs', FALSE, 1, 1, 0, 0, 0, 1, '2020-01-01')"
            .formatted(schema));

    MySqlAdapter.migrate(database.settings(schema));

    assertThat(
            queried(
                "SELECT CONCAT_WS(' ', load_id, schema_name, table_name, append, status, rows_read, rows_rejected, rows_incomplete, ended_at) FROM %s.loads ORDER BY sequence",
                schema))
        .containsExactly(
            "a " + schema + " jobs 0 committed 1 0 1 2020-01-01 00:00:00.000000",
            "b " + schema + " jobs 1 committed 6 3 0 2021-01-02 03:04:05.600000");
  }

  @Test
  void hiresThatAreThereAreInTheSummaryOnceItIsMade() {
    migrateToTheFirstVersion();
    execute(
        """
        INSERT INTO %s.hired_employees VALUES
          (1, 'a', '2021-01-01', 1, 2), (2, 'b', '2021-03-31 23:59:59.999999', 1, 2),
          (3, 'c', '2021-12-31', 1, 2), (4, 'd', '9999-07-01', 1, NULL),
          (5, 'e', NULL, 1, 2), (6, 'f', '2021-01-01', NULL, 2),
          (7, 'g', '2021-01-01', 1, 31), (8, 'h', '2021-04-01', 1, -1)"""
            .formatted(schema));

    MySqlAdapter.migrate(database.settings(schema));

    assertThat(
            queried(
                "SELECT CONCAT_WS(' ', hire_year, department_id, job_group, cells) FROM %s.hires_summary ORDER BY 1",
                schema))
        .containsExactly(
            "2021 1 -1 [[-1,0,1,0,0]]",
            "2021 1 0 [[2,2,0,0,1],[31,1,0,0,0]]",
            "9999 1 67108864 [[2147483648,0,0,1,0]]");
    assertThat(
            queried(
                "SELECT CONCAT_WS(' ', table_name, first_id, last_id) FROM %s.contents ORDER BY 1",
                schema))
        .containsExactly("departments", "hired_employees 1 8", "jobs");
  }

  @Test
  void tablesHaveNoKeysButTheirOwnAndCompareToTheLetter() {
    MySqlAdapter.migrate(database.settings(schema));

    assertThat(
            queried(
                "SELECT CONCAT(table_name, '.', index_name) FROM information_schema.statistics WHERE table_schema = '%s' AND table_name IN ('departments', 'jobs', 'hired_employees') ORDER BY 1",
                schema))
        .containsExactly("departments.PRIMARY", "hired_employees.PRIMARY", "jobs.PRIMARY");
    assertThat(
            queried(
                "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = '%s' AND column_name IN ('department', 'job', 'name')",
                schema))
        .containsExactly("utf8mb4_bin");
    assertThat(
            queried(
                "SELECT column_type FROM information_schema.columns WHERE table_schema = '%s' AND table_name = 'hired_employees' ORDER BY ordinal_position",
                schema))
        .extracting(type -> type.replace("int(11)", "int"))
        .containsExactly("int", "varchar(255)", "datetime(6)", "int", "int");
  }

  @Test
  void aUserWhoMayNotCreateSchemasMigratesOneThatIsThere() {
    execute("CREATE DATABASE " + schema);
    TestDatabase limited = database.withUser(user, "p&ss=w?rd#1", schema);
    MySqlAdapter.migrate(limited.settings(schema));

    assertThat(queried("SELECT COUNT(*) FROM %s.load_locks", schema)).containsExactly("3");
  }

  @Test
  void aSchemaThatMayNotBeCreatedIsToldOf() {
    TestDatabase limited = database.withUser(user, "secret-word", schema);

    assertThatThrownBy(() -> MySqlAdapter.migrate(limited.settings(other)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
              assertThat(refused.detail()).contains(other).doesNotContain("secret-word");
            });
  }

  @Test
  void aServerThatDoesNotLetInIsToldOfWithoutThePassword() {
    TestDatabase stranger = new TestDatabase(database.host(), database.port(), user, "secret-word");

    assertThatThrownBy(() -> MySqlAdapter.migrate(stranger.settings(schema)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.detail())
                    .contains(database.host() + ":" + database.port())
                    .doesNotContain("secret-word"));
  }

  @Test
  void aServerThatIsNotThereIsToldOf() {
    TestDatabase nowhere = new TestDatabase("127.0.0.1", 1, "root", "");

    assertThatThrownBy(() -> MySqlAdapter.migrate(nowhere.settings(schema)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE));
  }

  @Test
  void aScriptThatFailsIsADefect() {
    execute("CREATE DATABASE " + schema);
    execute("CREATE TABLE " + schema + ".jobs (id INT)");

    assertThatThrownBy(() -> MySqlAdapter.migrate(database.settings(schema)))
        .isInstanceOf(FlywayException.class);
  }

  private void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column. */
  private List<String> queried(String sql, String ofSchema) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql.formatted(ofSchema))) {
      List<String> values = new ArrayList<>();
      while (result.next()) {
        values.add(result.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void migrateToTheFirstVersion() {
    ROOT.setLevel(Level.WARN);
    execute("CREATE DATABASE " + schema);
    Flyway.configure()
        .dataSource(
            "jdbc:mariadb://%s:%d/%s?allowPublicKeyRetrieval=true"
                .formatted(database.host(), database.port(), schema),
            database.user(),
            database.password())
        .target("1")
        .load()
        .migrate();
  }
}
