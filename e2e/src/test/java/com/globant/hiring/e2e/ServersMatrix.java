package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.globant.hiring.application.Refused;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The service on MySQL servers as people run them. Not part of the build: see {@code
 * load-tests/servers}.
 */
class ServersMatrix {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  @Test
  void aReplicaEqualsItsSourceAfterEveryPhaseOfALoad() throws IOException {
    TestDatabase primary = MatrixServers.named("primary");
    Sql replica = MatrixServers.sql(MatrixServers.named("replica"));
    try (OwnService service = OwnService.start(directory, primary, Map.of())) {
      HiringServer server = service.server();
      Sql sql = service.sql();
      assertSame("start", sql, replica);
      MatrixServers.work(server, sql);
      assertSame("loads that were exchanged and written in place", sql, replica);
      try (SlowLoad running = SlowLoad.begin(server, "hired_employees")) {
        running.send("1,a,2021-01-01,1,1\n");
        assertSame("a replace under way", sql, replica);
      }
      assertSame("a replace whose client went away", sql, replica);
      try (SlowLoad running = SlowLoad.begin(server, "hired_employees", "append=true")) {
        running.send("40001,a,2021-01-01,1,1\n");
        kill(sql);
        server.send("POST", "/loads/" + running.id() + "/cancel", "", "text/plain").status();
      }
      assertSame("an append whose connections were killed", sql, replica);
      server
          .load(
              "hired_employees",
              "40001,a,2021-01-01,1,1\nx,bad,,,\n",
              "append=true",
              "dry_run=true")
          .assertLoaded(2, 1, 0, 0, 1);
      server.load("jobs", "x,bad\n").assertProblem(422, "no_rows_accepted");
      assertSame("loads that store nothing", sql, replica);
      server.stream("hired_employees", () -> new GeneratedHires(50_001, 30_000), "append=true")
          .assertLoaded(30_000, 30_000, 0, 0, 0);
      assertSame("a large append to a table with rows", sql, replica);
      server.stream("hired_employees", () -> new GeneratedHires(1, 40_000))
          .assertLoaded(40_000, 40_000, 0, 0, 0);
      assertSame("a second exchange", sql, replica);
      sql.drop(server.schema());
    }
  }

  /** Ends the connections that have a transaction. */
  private static void kill(Sql sql) {
    for (String id :
        sql.rows(
            "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx WHERE trx_mysql_thread_id <> CONNECTION_ID()")) {
      sql.execute("KILL " + id);
    }
  }

  private static void assertSame(String phase, Sql primary, Sql replica) {
    String gtids = primary.rows("SELECT @@GLOBAL.gtid_executed").get(0).replace("\n", "");
    assertThat(replica.rows("SELECT WAIT_FOR_EXECUTED_GTID_SET('%s', 60)".formatted(gtids)))
        .as("%s: the replica has caught up", phase)
        .containsExactly("0");
    // Loads note their progress every second.
    Eventually.until(
        phase + ": the same on the replica",
        () -> content(primary, primary).equals(content(primary, replica)));
  }

  private static List<String> content(Sql primary, Sql server) {
    List<String> content = new ArrayList<>();
    for (String schema : List.of(primary.schema(), primary.service())) {
      for (String table :
          server.rows(
              "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s' ORDER BY 1"
                  .formatted(schema))) {
        content.addAll(server.rows("CHECKSUM TABLE `%s`.`%s`".formatted(schema, table)));
      }
    }
    return content;
  }

  @Test
  void aGroupMemberLoadsAndReportsTransactionLimits() {
    TestDatabase group = MatrixServers.named("group");
    Sql root = MatrixServers.sql(group);
    try (OwnService service = OwnService.start(directory, group, Map.of())) {
      HiringServer server = service.server();
      MatrixServers.work(server, service.sql());

      MatrixServers.under(
          root,
          "group_replication_transaction_size_limit = 20000",
          () ->
              server.stream(
                      "hired_employees", () -> new GeneratedHires(60_001, 3000), "append=true")
                  .assertProblem(413, "transaction_too_large")
                  .assertDetailContains("setting group_replication_transaction_size_limit"));
      assertThat(service.sql().count("hired_employees")).isEqualTo(30_002);

      root.execute("STOP GROUP_REPLICATION");
      try {
        server
            .load("departments", "3,More\n", "append=true")
            .assertProblem(503, "database_unavailable")
            .assertDetailContains("error 1290", "read-only");
      } finally {
        root.execute("SET GLOBAL group_replication_bootstrap_group = ON");
        root.execute("START GROUP_REPLICATION");
        root.execute("SET GLOBAL group_replication_bootstrap_group = OFF");
      }
      Eventually.until(
          "the member is back",
          () -> server.load("departments", "3,More\n", "append=true").status() == 200);
      service.sql().drop(server.schema());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sql_select_limit = 1",
        "max_execution_time = 1",
        "max_join_size = 10",
        "sql_safe_updates = ON",
        "sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE'",
        "sql_mode = ''",
        "autocommit = OFF",
        "completion_type = 'CHAIN'",
        "transaction_isolation = 'SERIALIZABLE'",
        "transaction_read_only = ON",
        "sql_auto_is_null = ON",
        "foreign_key_checks = OFF",
        "unique_checks = OFF",
        "group_concat_max_len = 4",
        "default_storage_engine = 'MyISAM'",
        "sql_require_primary_key = ON",
        "sql_generate_invisible_primary_key = ON",
        "character_set_server = 'latin1'",
        "time_zone = '+05:30'",
        "wait_timeout = 3",
        "lock_wait_timeout = 1",
        "innodb_lock_wait_timeout = 1",
        "net_read_timeout = 1",
        "max_allowed_packet = 65536",
        "local_infile = OFF",
        "init_connect = 'SET sql_select_limit = 2, sql_mode = \"\", autocommit = 0'",
        "binlog_row_image = 'MINIMAL'",
        "binlog_format = 'MIXED'",
        "div_precision_increment = 0",
        "max_sort_length = 4",
        "time_truncate_fractional = ON"
      })
  void globalSettingsChangeNothing(String assignment) {
    TestDatabase odd = MatrixServers.named("odd");
    Sql root = MatrixServers.sql(odd);
    String name = assignment.substring(0, assignment.indexOf('=')).strip();
    assumeFalse(
        root.rows("SHOW GLOBAL VARIABLES LIKE '%s'".formatted(name)).isEmpty(),
        "this server has no such setting");
    String schema = TestDatabase.newSchemaName();
    String user = "u" + schema.substring(schema.length() - 20);
    root.execute("CREATE DATABASE " + schema);
    // init_connect is not for those who administrate.
    TestDatabase account = odd.withUser(user, "secret", schema);
    MatrixServers.under(
        root,
        assignment,
        () -> {
          try (OwnService service =
              OwnService.start(directory, account, Map.of("HIRING_DATABASE_SCHEMAS", schema))) {
            MatrixServers.work(
                new HiringServer(service.server().base(), schema), new Sql(odd, schema));
          }
        });
    root.drop(schema);
    root.execute("DROP USER " + user);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "CREATE",
        "ALTER",
        "DROP",
        "LOCK TABLES",
        "TRIGGER"
      })
  void aMissingPrivilegeIsReportedOrNotNeeded(String privilege) {
    TestDatabase primary = MatrixServers.named("primary");
    Sql root = MatrixServers.sql(primary);
    String schema = TestDatabase.newSchemaName();
    String user = "u" + schema.substring(schema.length() - 20);
    root.execute("CREATE DATABASE " + schema);
    TestDatabase account = primary.withUser(user, "secret", schema);
    root.execute("REVOKE INDEX, REFERENCES, %s ON %s.* FROM %s".formatted(privilege, schema, user));
    Map<String, String> settings = Map.of("HIRING_DATABASE_SCHEMAS", schema);
    if (List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE").contains(privilege)) {
      assertThatThrownBy(() -> OwnService.start(directory, account, settings))
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.detail()).contains("no " + privilege));
    } else {
      try (OwnService service = OwnService.start(directory, account, settings)) {
        MatrixServers.work(
            new HiringServer(service.server().base(), schema), new Sql(primary, schema));
      }
    }
    root.execute("DROP DATABASE " + schema);
    root.execute("DROP DATABASE IF EXISTS " + TestDatabase.serviceSchema(schema));
    root.execute("DROP USER " + user);
  }

  /** Columns, keys and triggers of owners survive every kind of load. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER audit AFTER INSERT ON hired_employees FOR EACH ROW SET @audited = NEW.id",
        "ALTER TABLE hired_employees ADD KEY by_job (job_id), ADD KEY by_date (`datetime`)",
        "ALTER TABLE hired_employees ADD COLUMN note VARCHAR(20) DEFAULT 'none', ADD COLUMN seen TIMESTAMP NULL",
        "ALTER TABLE hired_employees ADD COLUMN year_hired INT GENERATED ALWAYS AS (YEAR(`datetime`)) STORED",
        "ALTER TABLE hired_employees ADD CONSTRAINT of_department FOREIGN KEY (department_id) REFERENCES departments (id)",
        "ALTER TABLE hired_employees ADD CONSTRAINT sane CHECK (id > 0)",
        "ALTER TABLE hired_employees PARTITION BY HASH (id) PARTITIONS 3",
        "ALTER TABLE hired_employees COMMENT 'of people', ROW_FORMAT = COMPRESSED",
        "CREATE VIEW latest AS SELECT * FROM hired_employees",
        "CREATE TABLE badges (id INT PRIMARY KEY, hire INT, FOREIGN KEY (hire) REFERENCES hired_employees (id))",
        "CREATE TABLE departments_old (id INT PRIMARY KEY) COMMENT 'of somebody else'"
      })
  void tableChangesOfOwnersSurviveLoads(String statement) {
    TestDatabase primary = MatrixServers.named("primary");
    try (OwnService service = OwnService.start(directory, primary, Map.of())) {
      service.sql().execute(statement);
      List<String> before = definitions(service.sql());

      MatrixServers.work(service.server(), service.sql());

      assertThat(definitions(service.sql())).isEqualTo(before);
      assertThat(
              service
                  .sql()
                  .rows(
                      "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND (table_name LIKE '%\\_new\\_%' OR table_name LIKE '%\\_old\\_%')"))
          .isEmpty();
      service.sql().drop(service.server().schema());
    }
  }

  private static List<String> definitions(Sql sql) {
    List<String> definitions = new ArrayList<>(sql.rows("SHOW CREATE TABLE hired_employees"));
    definitions.addAll(
        sql.rows(
            "SELECT trigger_name, event_object_table, action_statement FROM information_schema.triggers WHERE trigger_schema = DATABASE()"));
    definitions.addAll(
        sql.rows(
            "SELECT constraint_name, table_name, referenced_table_name FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()"));
    definitions.addAll(
        sql.rows(
            "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"));
    return definitions;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "read_only = ON|503|database_unavailable|error 1290",
        "offline_mode = ON|503|database_unavailable|error 3032",
        "max_binlog_cache_size = 8192|413|transaction_too_large|max_binlog_cache_size"
      })
  void serverRefusalsAreReportedAndTemporary(
      String assignment, int status, String code, String said) {
    TestDatabase primary = MatrixServers.named("primary");
    Sql root = MatrixServers.sql(primary);
    String schema = TestDatabase.newSchemaName();
    String user = "u" + schema.substring(schema.length() - 20);
    root.execute("CREATE DATABASE " + schema);
    TestDatabase account = primary.withUser(user, "secret", schema);
    try (OwnService service =
        OwnService.start(directory, account, Map.of("HIRING_DATABASE_SCHEMAS", schema))) {
      HiringServer server = new HiringServer(service.server().base(), schema);
      server.load("departments", MatrixServers.DEPARTMENTS).assertStatus(200);
      server.load("jobs", "1,Clerk\n").assertStatus(200);
      server.load("hired_employees", "1,a,2021-01-01,1,1\n").assertStatus(200);
      MatrixServers.under(
          root,
          assignment,
          () -> {
            killAllOf(root, user);
            Eventually.until(
                "refused",
                () ->
                    server.stream(
                                "hired_employees", () -> new GeneratedHires(2, 5000), "append=true")
                            .status()
                        == status);
            server.stream("hired_employees", () -> new GeneratedHires(2, 5000), "append=true")
                .assertProblem(status, code)
                .assertDetailContains(said);
          });
      killAllOf(root, user);
      Eventually.until(
          "loaded when that is over",
          () ->
              server.stream("hired_employees", () -> new GeneratedHires(2, 5000), "append=true")
                      .status()
                  == 200);
    }
    root.drop(schema);
    root.execute("DROP USER " + user);
  }

  /** Some settings count for new connections alone. */
  private static void killAllOf(Sql root, String user) {
    for (String id :
        root.rows(
            "SELECT id FROM information_schema.processlist WHERE user = '%s'".formatted(user))) {
      root.execute("KILL " + id);
    }
  }

  @Test
  void uploadsWaitForConnections() {
    TestDatabase primary = MatrixServers.named("primary");
    Sql root = MatrixServers.sql(primary);
    String schema = TestDatabase.newSchemaName();
    String user = "u" + schema.substring(schema.length() - 20);
    root.execute("CREATE DATABASE " + schema);
    TestDatabase account = primary.withUser(user, "secret", schema);
    root.execute("ALTER USER %s WITH MAX_USER_CONNECTIONS 8".formatted(user));
    ExecutorService clients = Executors.newFixedThreadPool(24);
    try (OwnService one =
            OwnService.start(
                directory.resolve("one"), account, Map.of("HIRING_DATABASE_SCHEMAS", schema));
        OwnService two =
            OwnService.start(
                directory.resolve("two"), account, Map.of("HIRING_DATABASE_SCHEMAS", schema))) {
      List<HiringServer> servers =
          List.of(
              new HiringServer(one.server().base(), schema),
              new HiringServer(two.server().base(), schema));
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, 48)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              servers
                                  .get(i % 2)
                                  .load("jobs", i + ",Clerk\n", "append=true")
                                  .status(),
                          clients))
              .toList();

      assertThat(answers).extracting(CompletableFuture::join).containsOnly(200);
    } finally {
      clients.shutdown();
    }
    root.drop(schema);
    root.execute("DROP USER " + user);
  }
}
