package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.domain.report.HiringTables.DEPARTMENTS;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static com.globant.hiring.domain.report.HiringTables.JOBS;
import static com.globant.hiring.mysql.TestSchema.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others have put on a table, or add during a load, outlives every load. */
class OwnersOfTablesIT {
  @RegisterExtension static final TestSchema schema = new TestSchema();
  private static final List<Row> NEW_ROW = List.of(row(1, 5, "new", null, null, null));
  private static final LoadResult ONE_ROW = Loads.result(new RowCounts(1, 1, 0, 0, 0, 1));
  private static boolean mariaDb;
  private static Map<Table, String> definitions;

  private final String other = TestDatabase.newSchemaName();
  private final List<String> inPlace = new CopyOnWriteArrayList<>();
  private MySqlAdapter adapter;

  @BeforeAll
  static void migrate() {
    mariaDb = Objects.requireNonNull(schema.queried("SELECT VERSION()")).contains("MariaDB");
    definitions =
        Map.of(
            JOBS, Objects.requireNonNull(schema.column("SHOW CREATE TABLE jobs", 2)),
            HIRED_EMPLOYEES,
                Objects.requireNonNull(schema.column("SHOW CREATE TABLE hired_employees", 2)));
  }

  @BeforeEach
  void fill() {
    adapter = observed(schema.settings);
    schema.execute("CREATE DATABASE " + other);
    run("DROP TABLE %1$s.hired_employees, %1$s.jobs");
    definitions.values().forEach(sql -> run(sql.replace("CREATE TABLE ", "CREATE TABLE %1$s.")));
    run("INSERT INTO %1$s.jobs VALUES (1, 'before')");
    run("INSERT INTO %1$s.hired_employees (id, name) VALUES (1, 'before'), (2, 'before')");
  }

  @AfterEach
  void drop() {
    await(adapter.close());
    schema.execute("DROP DATABASE " + other);
  }

  private MySqlAdapter observed(MySqlSettings settings) {
    return MySqlAdapter.open(
        schema.vertx,
        settings,
        new DatabaseObserver() {
          @Override
          public void writtenInPlace(Table table, String reason) {
            inPlace.add(reason);
          }

          @Override
          public void notSettled(Table table) {}
        });
  }

  @Test
  void anExchangeLeavesEverythingOfTheTablesDefinition() {
    run(
        """
        ALTER TABLE %1$s.hired_employees COMMENT = 'mine', ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 8,
          ADD COLUMN region VARCHAR(9) NOT NULL DEFAULT 'EU' COMMENT 'of mine', ADD INDEX by_name (name),
          ADD CHECK (id > 0)\
        """);
    run(
        "ALTER TABLE %1$s.hired_employees PARTITION BY RANGE (id) (PARTITION low VALUES LESS THAN"
            + " (9), PARTITION rest VALUES LESS THAN MAXVALUE)");
    String before = definition();
    long id = tableId();

    load(hires(false));

    assertThat(definition()).isEqualTo(before);
    assertThat(schema.queried("SELECT region FROM hired_employees WHERE id = 5")).isEqualTo("EU");
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
    assertThat(inPlace).isEmpty();
    assertThat(tableId()).isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TRIGGER %1$s.tr BEFORE INSERT ON %1$s.hired_employees FOR EACH ROW SET NEW.name ="
            + " UPPER(NEW.name) | triggers",
        "ALTER TABLE %1$s.hired_employees ADD COLUMN region VARCHAR(9) NOT NULL DEFAULT 'EU' |"
            + " changed",
        "ALTER TABLE %1$s.hired_employees ADD INDEX by_name (name) | changed",
        "ALTER TABLE %1$s.hired_employees ADD CONSTRAINT positive CHECK (id > 0) | changed",
        "ALTER TABLE %1$s.hired_employees COMMENT = 'mine' | changed",
        "ALTER TABLE %1$s.hired_employees MODIFY COLUMN name VARCHAR(300) COMMENT 'wider' |"
            + " changed",
        "ALTER TABLE %1$s.hired_employees ROW_FORMAT = COMPACT | changed",
        "ALTER TABLE %1$s.hired_employees PARTITION BY HASH (id) PARTITIONS 3 | changed",
        "CREATE TABLE %2$s.child (e INT, CONSTRAINT fk_e FOREIGN KEY (e) REFERENCES"
            + " %1$s.hired_employees (id)) ENGINE = InnoDB | foreign_keys",
      })
  void whatIsAddedDuringALargeReplaceStays(String change, String reason) {
    LoadTransaction load = begin(hires(false));
    assertThat(shadowTables()).isEqualTo(1);
    await(load.write(NEW_ROW));
    run(change.strip());
    String changed = definition();
    await(load.commit(ONE_ROW));

    assertThat(definition()).isEqualTo(changed);
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
    assertThat(inPlace).containsExactly(reason);
    if (reason.equals("triggers")) {
      assertThat(schema.rows(HIRED_EMPLOYEES).get(5)).startsWith(5, "NEW");
      assertThat(count("information_schema.triggers WHERE event_object_schema = '%1$s'"))
          .isEqualTo("1");
    }
    if (reason.equals("foreign_keys")) {
      assertThat(
              count(
                  "information_schema.referential_constraints WHERE constraint_schema = '%2$s' AND"
                      + " referenced_table_name = 'hired_employees'"))
          .isEqualTo("1");
    }
  }

  @Test
  void whatIsAddedDuringALargeAppendStays() {
    assumeFalse(mariaDb, "appends are always written in place");
    run("DELETE FROM %1$s.hired_employees");
    LoadTransaction load = begin(hires(true));
    assertThat(shadowTables()).isEqualTo(1);
    run("ALTER TABLE %1$s.hired_employees ADD COLUMN region VARCHAR(9) NULL DEFAULT 'EU'");
    await(load.write(NEW_ROW));
    await(load.commit(ONE_ROW));

    assertThat(schema.queried("SELECT region FROM hired_employees WHERE id = 5")).isEqualTo("EU");
    assertThat(inPlace).containsExactly("changed");
  }

  @Test
  void aColumnThatIsAddedDuringALargeLoadAndCannotBeFilledIsNamed() {
    LoadTransaction load = begin(hires(false));
    await(load.write(NEW_ROW));
    run("ALTER TABLE %1$s.hired_employees ADD COLUMN region INT NOT NULL");

    assertRefused(RefusalCode.TABLE_MISMATCH, "region", load.commit(ONE_ROW));
    await(load.rollback());
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE %1$s.hired_employees ADD COLUMN seq BIGINT NOT NULL AUTO_INCREMENT UNIQUE |"
            + " definition",
        "ALTER TABLE %1$s.hired_employees ADD CONSTRAINT of_job FOREIGN KEY (job_id) REFERENCES"
            + " %1$s.jobs (id) | definition",
        "CREATE TRIGGER %1$s.tr BEFORE INSERT ON %1$s.hired_employees FOR EACH ROW SET NEW.job_id ="
            + " NULL | triggers",
        "ANALYZE TABLE %1$s.hired_employees UPDATE HISTOGRAM ON name | statistics",
        "CREATE TABLE %2$s.child (e INT, FOREIGN KEY (e) REFERENCES %1$s.hired_employees (id))"
            + " ENGINE = InnoDB | foreign_keys",
      })
  void tablesThatAnExchangeWouldChangeAreNotExchanged(String change, String reason) {
    assumeFalse(mariaDb && reason.equals("statistics"), "MariaDB has other statistics");
    run(change.strip());
    long id = tableId();
    load(hires(false));

    assertThat(tableId()).isEqualTo(id);
    assertThat(inPlace).containsExactly(reason);
  }

  /**
   * Of the account, which may do anything with its schema but see the triggers, or keys of others.
   */
  @ParameterizedTest
  @CsvSource({
    "TRIGGER, false, trigger_privilege",
    "TRIGGER, true, trigger_privilege",
    "NOTHING, false, process_privilege",
    "NOTHING, true, process_privilege"
  })
  void whatTheAccountCannotSeeIsAssumedToExist(String missing, boolean there, String reason) {
    TestDatabase limited = schema.withUser("secret");
    run(
        "CREATE TABLE %2$s.child (e INT, CONSTRAINT fk_e FOREIGN KEY (e) REFERENCES"
            + " %1$s.hired_employees (id)) ENGINE = InnoDB");
    if (missing.equals("TRIGGER")) {
      run("DROP TABLE %2$s.child");
      schema.execute("REVOKE TRIGGER ON %s.* FROM %s".formatted(schema.name, limited.user()));
      schema.execute("GRANT PROCESS ON *.* TO " + limited.user());
      if (there) {
        run(
            "CREATE TRIGGER %1$s.tr BEFORE INSERT ON %1$s.hired_employees FOR EACH ROW SET NEW.name"
                + " = UPPER(NEW.name)");
      }
    } else if (!there) {
      run("DROP TABLE %2$s.child");
    }
    await(adapter.close());
    adapter = observed(limited.settings(schema.name));
    long id = tableId();
    load(hires(false));

    assertThat(inPlace).containsExactly(reason);
    assertThat(tableId()).isEqualTo(id);
    assertThat(schema.rows(HIRED_EMPLOYEES).get(5))
        .startsWith(5, there && missing.equals("TRIGGER") ? "NEW" : "new");
  }

  @Test
  void anAccountThatSeesAllExchanges() {
    TestDatabase limited = schema.withUser("secret");
    schema.execute("GRANT PROCESS ON *.* TO " + limited.user());
    if (mariaDb) {
      schema.execute("GRANT SELECT ON mysql.table_stats TO " + limited.user());
    }
    await(adapter.close());
    adapter = observed(limited.settings(schema.name));
    long id = tableId();
    load(hires(false));

    assertThat(inPlace).isEmpty();
    assertThat(tableId()).isNotEqualTo(id);
  }

  @Test
  void anExchangeThatIsSwitchedOffIsNotDone() {
    await(adapter.close());
    adapter = observed(TestDatabase.with(schema.settings, "exchange", Exchange.NEVER));
    long id = tableId();
    load(hires(false));

    assertThat(tableId()).isEqualTo(id);
    assertThat(inPlace).containsExactly("switched_off");
  }

  @Test
  void tableWhoseDefinitionForbidsExchangesIsLoadedInPlace() {
    TableDefinition usual = HIRED_EMPLOYEES.definition();
    TableDefinition never =
        new TableDefinition(
            usual.name(),
            usual.title(),
            usual.description(),
            usual.columns(),
            usual.primaryKey(),
            usual.uniqueKeys(),
            usual.foreignKeys(),
            usual.fieldsMatch(),
            usual.missingValues(),
            usual.dialect(),
            usual.encoding(),
            Exchange.NEVER);
    Schema hiring =
        new Schema("hiring", List.of(DEPARTMENTS.definition(), JOBS.definition(), never));
    long id = tableId();
    load(schema.largePlan(hiring.tables().get(2), false, DuplicateKeys.REJECT));

    assertThat(tableId()).isEqualTo(id);
    assertThat(inPlace).containsExactly("switched_off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ADD COLUMN region INT NOT NULL | region is NOT NULL without a default",
        "ADD COLUMN day TIME NOT NULL | day is NOT NULL without a default",
        "ADD COLUMN note TEXT NOT NULL | note is NOT NULL without a default",
        "DROP COLUMN name | has no column name. ALTER TABLE",
        "MODIFY COLUMN name VARCHAR(100) | name is varchar(100)",
        "MODIFY COLUMN name VARCHAR(255) NOT NULL DEFAULT 'x' | name must allow NULL",
        "MODIFY COLUMN name CHAR(255) | name is char(255)",
        "MODIFY COLUMN name VARCHAR(255) CHARACTER SET latin1 | has the character set latin1",
        "MODIFY COLUMN name VARBINARY(2000) | name is varbinary(2000)",
        "MODIFY COLUMN `datetime` DATETIME | datetime is datetime",
        "MODIFY COLUMN `datetime` DATE | datetime is date",
        "MODIFY COLUMN `datetime` TIMESTAMP(6) NULL | datetime is timestamp(6)",
        "MODIFY COLUMN job_id SMALLINT | job_id is smallint",
        "MODIFY COLUMN job_id INT UNSIGNED | job_id is int",
        "MODIFY COLUMN job_id FLOAT | job_id is float",
        "DROP COLUMN job_id, ADD COLUMN job_id INT AS (id + 1) STORED | job_id is generated",
        "DROP PRIMARY KEY | no primary key and must have (id)",
        "DROP PRIMARY KEY, ADD PRIMARY KEY (id, job_id) | is (id, job_id) and must be (id)",
        "ENGINE = MyISAM | has no transactions",
      })
  void aTableThatCannotHoldTheRowsAsTheyAreIsRefused(String change, String said) {
    run("UPDATE %1$s.hired_employees SET job_id = 0, `datetime` = '2021-01-01'");
    run("ALTER TABLE %1$s.hired_employees " + change.strip());
    for (LoadPlan plan :
        List.of(
            hires(false),
            hires(true),
            schema.plan(HIRED_EMPLOYEES, false, DuplicateKeys.REJECT),
            schema.plan(HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE))) {
      assertRefused(
          RefusalCode.TABLE_MISMATCH, said.strip(), TestSchema.recorded(adapter).begin(plan));
    }
    assertThat(count("%1$s.hired_employees")).isEqualTo("2");
    assertThat(inPlace).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD COLUMN region INT NULL",
        "ADD COLUMN region INT NOT NULL DEFAULT 7",
        "ADD COLUMN at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP",
        "ADD COLUMN twice BIGINT AS (id * 2) STORED",
        "ADD COLUMN seq BIGINT NOT NULL AUTO_INCREMENT UNIQUE",
        "MODIFY COLUMN name TEXT",
        "MODIFY COLUMN name VARCHAR(1000) DEFAULT 'x'",
        "MODIFY COLUMN job_id BIGINT",
        "DROP PRIMARY KEY, ADD COLUMN seq INT NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST, ADD UNIQUE"
            + " (id)",
      })
  void aTableThatItsOwnersHaveAddedToIsLoaded(String change) {
    run("ALTER TABLE %1$s.hired_employees " + change);
    load(hires(false));
    load(schema.plan(HIRED_EMPLOYEES, false, DuplicateKeys.REJECT));

    assertThat(count("%1$s.hired_employees WHERE id = 5 AND name = 'new'")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CASCADE", "SET NULL"})
  void aReplaceThatWouldChangeRowsOfOthersIsRefused(String rule) {
    for (String table : List.of("jobs", "hired_employees")) {
      run(
          "CREATE TABLE %%2$s.of_%1$s (x INT, CONSTRAINT fk_%1$s FOREIGN KEY (x) REFERENCES %%1$s.%1$s (id) ON DELETE %2$s) ENGINE = InnoDB"
              .formatted(table, rule));
      run("INSERT INTO %2$s.of_" + table + " VALUES (1)");
    }
    for (LoadPlan plan :
        List.of(
            hires(false),
            schema.plan(HIRED_EMPLOYEES, false, DuplicateKeys.UPDATE),
            schema.plan(JOBS, false, DuplicateKeys.REJECT))) {
      assertRefused(
          RefusalCode.CASCADING_FOREIGN_KEY,
          "fk_%s of %s.of_%1$s (ON DELETE %3$s)".formatted(plan.table().name(), other, rule),
          TestSchema.recorded(adapter).begin(plan));
    }
    assertThat(count("%2$s.of_jobs WHERE x = 1")).isEqualTo("1");
    assertThat(count("%2$s.of_hired_employees WHERE x = 1")).isEqualTo("1");
    assertThat(count("%1$s.hired_employees")).isEqualTo("2");

    LoadTransaction append = begin(schema.plan(HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE));
    await(append.write(List.of(row(1, 1, "new", null, null, null))));
    await(append.commit(Loads.result(new RowCounts(1, 0, 1, 0, 0, 1))));
    assertThat(schema.rows(HIRED_EMPLOYEES).get(1)).startsWith(1, "new");
    assertThat(count("%2$s.of_hired_employees WHERE x = 1")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReplaceDeletesRowsThatReferenceEachOther(boolean large) {
    run(
        "ALTER TABLE %1$s.hired_employees ADD CONSTRAINT own FOREIGN KEY (job_id) REFERENCES"
            + " %1$s.hired_employees (id)");
    run("UPDATE %1$s.hired_employees SET job_id = 3 - id");
    Supplier<LoadPlan> replace =
        () -> large ? hires(false) : schema.plan(HIRED_EMPLOYEES, false, DuplicateKeys.REJECT);

    LoadTransaction refused = begin(replace.get());
    assertRefused(
        RefusalCode.ROWS_REFUSED, "own", refused.write(List.of(row(1, 5, "new", null, null, 1))));
    await(refused.rollback());
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1, 2);

    load(replace.get());
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
  }

  @Test
  void aReplaceKeepsRowsThatOthersReferenceBesideTheirOwnTable() {
    run(
        "ALTER TABLE %1$s.hired_employees ADD CONSTRAINT own FOREIGN KEY (job_id) REFERENCES"
            + " %1$s.hired_employees (id)");
    run("UPDATE %1$s.hired_employees SET job_id = 3 - id");
    run(
        "CREATE TABLE %2$s.child (x INT, CONSTRAINT fk_child FOREIGN KEY (x) REFERENCES"
            + " %1$s.hired_employees (id)) ENGINE = InnoDB");
    run("INSERT INTO %2$s.child VALUES (1)");

    assertRefused(
        RefusalCode.REFERENCED_ROWS,
        "foreign key",
        TestSchema.recorded(adapter).begin(hires(false)));
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1, 2);
  }

  @Test
  void aCascadeThatIsAddedDuringALargeReplaceDeletesNothing() {
    LoadTransaction load = begin(hires(false));
    await(load.write(NEW_ROW));
    run(
        "CREATE TABLE %2$s.child (x INT, CONSTRAINT fk_late FOREIGN KEY (x) REFERENCES"
            + " %1$s.hired_employees (id) ON DELETE CASCADE) ENGINE = InnoDB");
    run("INSERT INTO %2$s.child VALUES (1)");

    assertRefused(RefusalCode.CASCADING_FOREIGN_KEY, "fk_late", load.commit(ONE_ROW));
    await(load.rollback());
    assertThat(count("%2$s.child")).isEqualTo("1");
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1, 2);
  }

  private void load(LoadPlan plan) {
    LoadTransaction load = begin(plan);
    await(load.write(NEW_ROW));
    await(load.commit(ONE_ROW));
  }

  private LoadTransaction begin(LoadPlan plan) {
    return await(TestSchema.recorded(adapter).begin(plan));
  }

  private LoadPlan hires(boolean append) {
    return schema.largePlan(HIRED_EMPLOYEES, append, DuplicateKeys.REJECT);
  }

  /** {@code %1$s} is the schema that is loaded, {@code %2$s} another one. */
  private void run(String sql) {
    schema.execute(sql.formatted(schema.name, other));
  }

  private @Nullable String count(String from) {
    return schema.queried(("SELECT COUNT(*) FROM " + from).formatted(schema.name, other));
  }

  private @Nullable String definition() {
    return schema.column("SHOW CREATE TABLE hired_employees", 2);
  }

  /** Which changes if another table takes the place. */
  private long tableId() {
    return Long.parseLong(
        Objects.requireNonNull(
            schema.queried(
                (mariaDb
                        ? "SELECT MIN(table_id) FROM information_schema.innodb_sys_tables WHERE"
                            + " name LIKE '%s/hired\\_employees%%'"
                        : "SELECT MIN(table_id) FROM information_schema.innodb_tables WHERE name"
                            + " LIKE '%s/hired\\_employees%%'")
                    .formatted(schema.name))));
  }

  private int shadowTables() {
    return Integer.parseInt(
        Objects.requireNonNull(
            count(
                "information_schema.tables WHERE table_schema = '%1$s' AND table_name LIKE"
                    + " 'hired\\_employees\\_new\\_%%'")));
  }
}
