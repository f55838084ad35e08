package com.globant.hiring.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.TestDatabase;
import com.globant.hiring.mysql.record.ShadowLocks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    execute("DROP DATABASE IF EXISTS " + TestDatabase.serviceSchema(schema));
    execute("DROP DATABASE IF EXISTS " + TestDatabase.serviceSchema(other));
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

    String service = TestDatabase.serviceSchema(schema);
    for (String migrated : List.of(schema, other, service)) {
      assertThat(
              queried(
                  "SELECT version FROM %s.hiring_schema_history WHERE success ORDER BY"
                      + " installed_rank",
                  migrated))
          .containsExactly("1");
    }
    assertThat(queried("SELECT COUNT(*) FROM %s.load_locks", service)).containsExactly("6");
    assertThat(queried("SELECT COUNT(*) FROM %s.shadow_locks", service)).containsExactly("4");
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
  void aSchemaOfSomebodyElseIsUsedWithItsRows() {
    execute("CREATE DATABASE " + schema);
    execute("CREATE TABLE %s.flyway_schema_history (a INT PRIMARY KEY)".formatted(schema));
    execute("CREATE TABLE %s.loads (a INT PRIMARY KEY)".formatted(schema));
    execute(
        """
        CREATE TABLE %s.hired_employees (
          comment TEXT, ID INT NOT NULL PRIMARY KEY AUTO_INCREMENT,
          name VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci,
          `datetime` DATETIME(6), department_id INT, job_id INT, KEY (job_id))\
        """
            .formatted(schema));
    execute(
        """
        INSERT INTO %s.hired_employees (id, name, `datetime`, department_id, job_id) VALUES
          (1, 'a', '2021-01-01', 1, 2), (2, 'b', '2021-03-31 23:59:59.999999', 1, 2),
          (3, 'c', '2021-12-31', 1, 2), (4, 'd', '9999-07-01', 1, NULL),
          (5, 'e', NULL, 1, 2), (6, 'f', '2021-01-01', NULL, 2),
          (7, 'g', '2021-01-01', 1, 31), (8, 'h', '2021-04-01', 1, -1)\
        """
            .formatted(schema));

    MySqlAdapter.migrate(database.settings(schema));

    assertThat(
            queried(
                "SELECT CONCAT_WS(' ', hire_year, part, counted, cells) FROM %s.hires_summary ORDER"
                    + " BY 1",
                schema))
        .containsExactly(
            "2021 0 1 [[1,-1,0,1,0,0],[1,2,2,0,0,1],[1,31,1,0,0,0]]",
            "9999 0 1 [[1,2147483648,0,0,1,0]]");
    assertThat(queried("SELECT table_name FROM %s.content_versions ORDER BY 1", schema))
        .containsExactly("departments", "hired_employees", "hires_summary", "jobs");
    assertThat(queried("SELECT COUNT(*) FROM %s.hired_employees", schema)).containsExactly("8");
  }

  @Test
  void everyTableHasTheRowsThatItsLoadsLock() {
    MySqlAdapter.migrate(database.settings(schema));

    String service = TestDatabase.serviceSchema(schema);
    for (Table table : HiringTables.all()) {
      String where = " WHERE table_name = '" + table.name() + "'";
      assertThat(queried("SELECT COUNT(*) FROM %s.load_locks" + where, service))
          .containsExactly("1");
      assertThat(queried("SELECT COUNT(*) FROM %s.content_versions" + where, schema))
          .containsExactly("1");
      assertThat(queried("SELECT kind FROM %s.shadow_locks" + where + " ORDER BY 1", service))
          .isEqualTo(
              ShadowLocks.areFor(table) ? ShadowLocks.KINDS.stream().sorted().toList() : List.of());
    }
  }

  @Test
  void nothingOfLoadsIsBesideTheTablesOfASchema() {
    MySqlAdapter.migrate(database.settings(schema));

    assertThat(
            queried(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s' ORDER"
                    + " BY 1",
                schema))
        .containsExactly(
            "content_versions",
            "departments",
            "hired_employees",
            "hires_summary",
            "hiring_schema_history",
            "jobs");
  }

  @Test
  void tablesThatDoNotFitAreAllNamedWithWhatMendsThem() {
    execute("CREATE DATABASE " + schema);
    execute("CREATE DATABASE " + other);
    execute(
        "CREATE TABLE %s.jobs (id INT UNSIGNED NULL, job VARCHAR(100) CHARACTER SET latin1)"
            .formatted(schema));
    execute(
        "CREATE TABLE %s.departments (id INT PRIMARY KEY, department VARCHAR(254) NOT NULL) ENGINE = MyISAM"
            .formatted(schema));
    execute(
        "CREATE TABLE %s.hired_employees (id SMALLINT, name VARCHAR(255), `datetime` DATETIME, job_id INT, PRIMARY KEY (id, job_id))"
            .formatted(other));
    MySqlSettings settings = database.settings(schema, other);

    List<String> mended = new ArrayList<>();
    assertThatThrownBy(() -> MySqlAdapter.migrate(settings))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.detail())
                  .contains(
                      schema + ".jobs: column id is int unsigned and must be int",
                      "must not allow NULL",
                      "column job is varchar(100) and must be varchar(255), has the character set"
                          + " latin1",
                      "it has no primary key and must have (id)",
                      schema + ".departments: its engine MyISAM has no transactions",
                      "column department is varchar(254) and must be varchar(255)",
                      "must allow NULL",
                      other + ".hired_employees: column id is smallint",
                      "column datetime is datetime and must be datetime(6)",
                      "it has no column department_id",
                      "its primary key is (id, job_id) and must be (id)");
              refused
                  .detail()
                  .lines()
                  .filter(line -> line.contains("ALTER TABLE"))
                  .forEach(line -> mended.add(line.substring(line.indexOf("ALTER TABLE"))));
            });
    assertThat(
            queried(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema IN ('%s', '"
                    + other
                    + "')",
                schema))
        .as("nothing is made before all is well")
        .containsExactly("3");

    mended.forEach(this::execute);

    MySqlAdapter.migrate(settings);
  }

  @Test
  void aViewIsNoTable() {
    execute("CREATE DATABASE " + schema);
    execute("CREATE VIEW %s.jobs AS SELECT 1 AS id, 'a' AS job".formatted(schema));

    assertRefused(database.settings(schema), schema + ".jobs is no table but a VIEW");
  }

  @Test
  void aScriptThatFailedIsRunAgainAtTheNextStart() {
    execute("CREATE DATABASE " + schema);
    execute("CREATE TABLE %s.hires_summary (id INT PRIMARY KEY)".formatted(schema));
    MySqlSettings settings = database.settings(schema);

    assertRefused(settings, "the service's tables in schema " + schema + " cannot be made");
    assertRefused(settings, "the service's tables in schema " + schema + " cannot be made");
    execute("DROP TABLE %s.hires_summary".formatted(schema));

    MySqlAdapter.migrate(settings);
    assertThat(queried("SELECT success FROM %s.hiring_schema_history", schema))
        .containsExactly("1");
  }

  @Test
  void aSchemaOfANewerReleaseIsLeftAlone() {
    MySqlSettings settings = database.settings(schema);
    MySqlAdapter.migrate(settings);
    for (String migrated : List.of(schema, settings.serviceSchema())) {
      execute(
          """
          INSERT INTO %s.hiring_schema_history
            (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
          VALUES (99, '99', 'of the future', 'SQL', 'V99__of_the_future.sql', 1, 'x', 1, FALSE)\
          """
              .formatted(migrated));
    }

    assertRefused(
        settings,
        "schema %s is of version 99, which a newer release of this service has made: start the newer one"
            .formatted(schema));
    assertRefused(settings, "schema %s is of version 99".formatted(settings.serviceSchema()));
  }

  @Test
  void aLockIsWaitedForAndItsHolderNamed() throws SQLException {
    execute("CREATE DATABASE " + schema);
    MySqlAdapter.migrate(database.settings(other));
    execute("CREATE TABLE %s.hired_employees LIKE %s.hired_employees".formatted(schema, other));
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setCatalog(schema);
      statement.execute("LOCK TABLES hired_employees WRITE");
      MySqlSettings settings = database.settings(schema);

      assertRefused(
          () -> new MySqlMigrations(settings, Duration.ZERO).run(),
          "connection %d of %s@".formatted(id(statement), database.user()));

      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() -> MySqlAdapter.migrate(settings));
      Loads.eventually(
          () ->
              assertThat(log.list)
                  .extracting(ILoggingEvent::getFormattedMessage)
                  .anyMatch(line -> line.startsWith("The start waits for a lock")));
      statement.execute("UNLOCK TABLES");
      waiting.join();
    }
  }

  @Test
  void anInstanceThatMigratesIsNamed() throws SQLException {
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      statement.execute("SELECT GET_LOCK('hiring.migrations', 0)");

      assertRefused(
          () -> new MySqlMigrations(database.settings(schema), Duration.ZERO).run(),
          "another instance migrates",
          "connection %d of %s@".formatted(id(statement), database.user()));
    }
  }

  private static long id(Statement statement) {
    try (ResultSet id = statement.executeQuery("SELECT CONNECTION_ID()")) {
      id.next();
      return id.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertRefused(MySqlSettings settings, String... said) {
    assertRefused(() -> MySqlAdapter.migrate(settings), said);
  }

  private static void assertRefused(ThrowingCallable start, String... said) {
    assertThatThrownBy(start)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
              assertThat(refused.detail()).contains(said).doesNotContain("secret-word");
            });
  }

  @Test
  void createdTablesHaveOnlyTheirPrimaryKeysAndCompareStringsExactly() {
    MySqlAdapter.migrate(database.settings(schema));

    assertThat(
            queried(
                "SELECT CONCAT(table_name, '.', index_name) FROM information_schema.statistics"
                    + " WHERE table_schema = '%s' AND table_name IN ('departments', 'jobs',"
                    + " 'hired_employees') ORDER BY 1",
                schema))
        .containsExactly("departments.PRIMARY", "hired_employees.PRIMARY", "jobs.PRIMARY");
    assertThat(
            queried(
                "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema"
                    + " = '%s' AND column_name IN ('department', 'job', 'name')",
                schema))
        .allMatch(List.of("utf8mb4_0900_bin", "utf8mb4_nopad_bin")::contains);
    assertThat(
            queried(
                "SELECT column_type FROM information_schema.columns WHERE table_schema = '%s' AND"
                    + " table_name = 'hired_employees' ORDER BY ordinal_position",
                schema))
        .extracting(type -> type.replace("int(11)", "int"))
        .containsExactly("int", "varchar(255)", "datetime(6)", "int", "int");
  }

  @Test
  void aUserWhoMayNotCreateSchemasMigratesOneThatIsThere() {
    execute("CREATE DATABASE " + schema);
    TestDatabase limited = database.withUser(user, "p&ss=w?rd#1", schema);
    MySqlAdapter.migrate(limited.settings(schema));

    assertThat(queried("SELECT COUNT(*) FROM %s_s.load_locks", schema)).containsExactly("3");
  }

  @Test
  void missingPrivilegesAreAllNamedBeforeAnythingIsMade() {
    execute("CREATE DATABASE " + schema);
    TestDatabase limited = database.withUser(user, "secret", schema);
    execute("REVOKE ALL PRIVILEGES ON %s.* FROM %s".formatted(schema, user));
    execute("GRANT SELECT, DELETE, CREATE ON %s.* TO %s".formatted(schema, user));
    execute("REVOKE CREATE, UPDATE ON %s_s.* FROM %s".formatted(schema, user));

    assertRefused(
        limited.settings(schema),
        "no INSERT, UPDATE on schema %s:".formatted(schema),
        "no UPDATE on schema %s_s:".formatted(schema),
        "no CREATE on schema %s_s:".formatted(schema),
        "GRANT CREATE ON `%s_s`.* TO".formatted(schema));
    assertThat(
            queried(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s'",
                schema))
        .isEmpty();
  }

  @Test
  void privilegesWithoutWhichLoadsAreSlowerAreWarnedOf() {
    execute("CREATE DATABASE " + schema);
    TestDatabase limited = database.withUser(user, "secret", schema);
    execute("REVOKE ALL PRIVILEGES ON %s.* FROM %s".formatted(schema, user));
    execute("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON %s.* TO %s".formatted(schema, user));
    MySqlAdapter.migrate(limited.settings(schema));

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(
            line ->
                line.startsWith("The account has no ALTER, DROP, LOCK TABLES, TRIGGER on schema "));
  }

  @Test
  void privilegesOfARoleCount() {
    execute("CREATE DATABASE " + schema);
    String role = "r" + user.substring(1);
    TestDatabase limited = database.withUser(user, "secret", schema);
    execute("REVOKE ALL PRIVILEGES ON %s.* FROM %s".formatted(schema, user));
    execute("CREATE ROLE " + role);
    execute("GRANT ALL PRIVILEGES ON %s.* TO %s".formatted(schema, role));
    execute("GRANT %s TO %s".formatted(role, user));
    execute(
        queried("SELECT VERSION() /* %s */", schema).get(0).contains("MariaDB")
            ? "SET DEFAULT ROLE %s FOR %s".formatted(role, user)
            : "SET DEFAULT ROLE %s TO %s".formatted(role, user));

    MySqlAdapter.migrate(limited.settings(schema));

    execute("DROP ROLE " + role);
  }

  @Test
  void fewerConnectionsThanTheSettingsNeedAreWarnedOf() {
    execute("CREATE DATABASE " + schema);
    TestDatabase limited = database.withUser(user, "secret", schema);
    execute("ALTER USER %s WITH MAX_USER_CONNECTIONS 7".formatted(user));
    MySqlAdapter.migrate(limited.settings(schema));

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(
            line ->
                line.startsWith("This instance may need 8 connections")
                    && line.contains("the server allows 7 (max_user_connections)"));
  }

  @Test
  void aSchemaThatMayNotBeCreatedIsReported() {
    TestDatabase limited = database.withUser(user, "secret-word", schema);

    assertRefused(limited.settings(other), other);
  }

  @Test
  void aRefusedLoginIsReportedWithoutThePassword() {
    TestDatabase stranger = new TestDatabase(database.host(), database.port(), user, "secret-word");

    assertRefused(stranger.settings(schema), database.host() + ":" + database.port());
  }

  @Test
  void anUnreachableServerIsReported() {
    TestDatabase nowhere = new TestDatabase("127.0.0.1", 1, "root", "");

    assertRefused(nowhere.settings(schema), "127.0.0.1:1");
  }

  private void execute(String sql) {
    database.execute(sql);
  }

  /** The first column. */
  private List<String> queried(String sql, String ofSchema) {
    return database.queried(sql.formatted(ofSchema));
  }
}
