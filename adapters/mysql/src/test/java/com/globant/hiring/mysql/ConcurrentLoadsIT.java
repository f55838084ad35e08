package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.domain.report.HiringTables.DEPARTMENTS;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static com.globant.hiring.domain.report.HiringTables.JOBS;
import static com.globant.hiring.mysql.TestSchema.assertRefused;
import static com.globant.hiring.mysql.TestSchema.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What loads do to each other, and to other clients of the same tables. */
class ConcurrentLoadsIT {
  private static final LoadResult RESULT = Loads.result(new RowCounts(1, 1, 0, 0, 0, 0));
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** More than a busy machine takes to connect; one test waits for so long. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  @RegisterExtension static final TestSchema schema = new TestSchema();

  /** Waits for rows for longer than any test lasts. */
  private static MySqlAdapter patient;

  /** Waits for rows as shortly as can be. */
  private static MySqlAdapter impatient;

  @BeforeAll
  static void migrate() {
    patient = MySqlAdapter.open(schema.vertx, settings(4, LONG));
    impatient = MySqlAdapter.open(schema.vertx, settings(4, SHORT));
  }

  @AfterAll
  static void drop() {
    await(patient.close());
    await(impatient.close());
  }

  @BeforeEach
  void fill() {
    Loads.replace(TestSchema.recorded(patient), schema.name, HIRED_EMPLOYEES, List.of());
    Loads.replace(TestSchema.recorded(patient), schema.name, JOBS, List.of(row(1, 10, "Clerk")));
    Loads.replace(
        TestSchema.recorded(patient),
        schema.name,
        DEPARTMENTS,
        List.of(row(1, 1, "Sales"), row(2, 2, "Legal")));
  }

  @Test
  void anAppendWaitsForTheKeyThatAnotherWrites() throws SQLException {
    LoadTransaction first = appending(patient, JOBS, DuplicateKeys.REJECT);
    LoadTransaction second = appending(patient, JOBS, DuplicateKeys.REJECT);
    await(first.write(List.of(row(1, 5, "first"))));
    CompletionStage<Written> waiting =
        second.write(List.of(row(1, 4, "second"), row(2, 5, "second"), row(3, 6, "second")));
    awaitLockWait();
    await(first.commit(RESULT));

    assertThat(await(waiting).inserted()).isEqualTo(2);
    assertThat(await(waiting).rejected()).hasSize(1);
    await(second.commit(RESULT));
    assertThat(schema.rows(JOBS)).containsOnlyKeys(4, 5, 6, 10);
    assertThat(schema.rows(JOBS).get(5)).isEqualTo(List.of(5, "first"));
  }

  @Test
  void aKeyIsFreeAgainWhenTheOtherLoadIsRolledBack() throws SQLException {
    LoadTransaction first = appending(patient, JOBS, DuplicateKeys.REJECT);
    LoadTransaction second = appending(patient, JOBS, DuplicateKeys.REJECT);
    await(first.write(List.of(row(1, 5, "first"))));
    CompletionStage<Written> waiting = second.write(List.of(row(1, 5, "second")));
    awaitLockWait();
    await(first.rollback());

    assertThat(await(waiting).inserted()).isEqualTo(1);
    await(second.commit(RESULT));
    assertThat(schema.rows(JOBS).get(5)).isEqualTo(List.of(5, "second"));
  }

  @Test
  void theLaterOfTwoUpdatesOfAKeyPrevails() throws SQLException {
    LoadTransaction first = appending(patient, JOBS, DuplicateKeys.UPDATE);
    LoadTransaction second = appending(patient, JOBS, DuplicateKeys.UPDATE);
    await(first.write(List.of(row(1, 10, "first"))));
    CompletionStage<Written> waiting = second.write(List.of(row(1, 10, "second")));
    awaitLockWait();
    await(first.commit(RESULT));

    assertThat(await(waiting).updated()).isEqualTo(1);
    await(second.commit(RESULT));
    assertThat(schema.rows(JOBS).get(10)).isEqualTo(List.of(10, "second"));
  }

  @Test
  void aLoadThatWaitsTooLongForAKeyIsRefused() {
    LoadTransaction first = appending(impatient, JOBS, DuplicateKeys.REJECT);
    LoadTransaction second = appending(impatient, JOBS, DuplicateKeys.REJECT);
    await(first.write(List.of(row(1, 5, "first"))));
    await(second.write(List.of(row(1, 7, "second"))));
    assertBusy(second.write(List.of(row(2, 5, "second"))));
    assertBusy(second.write(List.of(row(3, 8, "second"))));
    assertBusy(second.commit(RESULT));
    await(second.rollback());
    await(first.commit(RESULT));

    assertThat(schema.rows(JOBS)).containsOnlyKeys(5, 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void ofTwoLoadsInADeadlockOneIsRefusedWhole(int round) {
    LoadTransaction one = appending(patient, JOBS, DuplicateKeys.REJECT);
    LoadTransaction other = appending(patient, JOBS, DuplicateKeys.REJECT);
    await(one.write(List.of(row(1, 1, "one"))));
    await(other.write(List.of(row(1, 2, "other"))));
    // What is written behind the statement that is refused must not stay either.
    List<CompletionStage<Written>> ofOne =
        new ArrayList<>(List.of(one.write(List.of(row(2, 2, "one")))));
    List<CompletionStage<Written>> ofOther =
        new ArrayList<>(List.of(other.write(List.of(row(2, 1, "other")))));
    for (int batch = 1; batch <= 3; batch++) {
      ofOne.add(one.write(jobs(100 + 1000 * batch, "one")));
      ofOther.add(other.write(jobs(10_000 + 1000 * batch, "other")));
    }

    boolean oneWins = succeeds(ofOne.get(0));
    assertBusy((oneWins ? ofOther : ofOne).get(0));
    await((oneWins ? other : one).rollback());
    (oneWins ? ofOne : ofOther).forEach(Loads::await);
    await((oneWins ? one : other).commit(RESULT));

    String winner = oneWins ? "one" : "other";
    assertThat(schema.rows(JOBS)).as("round " + round).hasSize(1 + 2 + 3 * 500);
    schema.rows(JOBS).headMap(10).values().forEach(values -> assertThat(values).contains(winner));
  }

  @Test
  void excludedLoadsAreRefusedWithoutWaiting() {
    LoadTransaction append = appending(patient, DEPARTMENTS, DuplicateKeys.REJECT);
    assertBusy(TestSchema.recorded(patient).begin(plan(DEPARTMENTS, false)));
    await(append.rollback());

    LoadTransaction hires = appending(patient, HIRED_EMPLOYEES, DuplicateKeys.REJECT);
    assertBusy(TestSchema.recorded(patient).begin(plan(DEPARTMENTS, false)));
    await(hires.rollback());
  }

  @Test
  void referencedRowsCannotBeTakenAwayMeanwhile() throws SQLException {
    LoadTransaction hires = appending(patient, HIRED_EMPLOYEES, DuplicateKeys.REJECT);
    try (Connection client = schema.connect();
        Statement statement = client.createStatement()) {
      statement.execute("SET SESSION innodb_lock_wait_timeout = 1");
      assertThatThrownBy(() -> statement.execute("DELETE FROM departments WHERE id = 1"))
          .isInstanceOfSatisfying(
              SQLException.class, refusal -> assertThat(refusal.getErrorCode()).isEqualTo(1205));
      statement.execute("INSERT INTO departments VALUES (3, 'Support'), (0, 'Board')");
      await(hires.rollback());
      assertThat(statement.executeUpdate("DELETE FROM departments WHERE id = 1")).isEqualTo(1);
    }
  }

  @Test
  void rowsThatOthersAreAddingAreNotWaitedFor() throws SQLException {
    try (Connection client = uncommitted("INSERT INTO departments VALUES (3, 'Support')")) {
      LoadTransaction hires = appending(patient, HIRED_EMPLOYEES, DuplicateKeys.REJECT);

      assertThat(departments(hires)).containsExactly(1, 2);
      await(hires.rollback());
      client.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsThatOthersAreDeletingAreWaitedFor(boolean deleted) throws SQLException {
    try (Connection client = uncommitted("DELETE FROM departments WHERE id = 1")) {
      CompletionStage<LoadTransaction> waiting =
          TestSchema.recorded(patient).begin(plan(HIRED_EMPLOYEES, true));
      awaitLockWait();
      if (deleted) {
        client.commit();
      } else {
        client.rollback();
      }

      LoadTransaction hires = await(waiting);
      assertThat(departments(hires)).isEqualTo(deleted ? List.of(2) : List.of(1, 2));
      await(hires.rollback());
    }
  }

  @Test
  void aLoadThatWaitsTooLongToBeginIsRefused() throws SQLException {
    try (Connection client = uncommitted("UPDATE departments SET department = 'x' WHERE id = 1")) {
      assertBusy(TestSchema.recorded(impatient).begin(plan(HIRED_EMPLOYEES, true)));
      assertBusy(TestSchema.recorded(impatient).begin(plan(DEPARTMENTS, false)));
      client.rollback();
    }
    await(TestSchema.recorded(impatient).begin(plan(DEPARTMENTS, false))).rollback();
  }

  @Test
  void commitsWaitForEachOtherLongerThanLoadsWaitForRows() throws SQLException {
    MySqlAdapter single = MySqlAdapter.open(schema.vertx, settings(1, SHORT));
    LoadTransaction load = appending(single, JOBS, DuplicateKeys.IGNORE);
    try (Connection client = uncommitted("UPDATE content_versions SET version = 'x'")) {
      CompletionStage<Void> committed = load.commit(RESULT);
      awaitLockWait(SHORT.plusSeconds(1));
      client.rollback();
      await(committed);
    }
    // The same connection, in the load that comes next.
    try (Connection client = uncommitted("UPDATE departments SET department = 'x' WHERE id = 1")) {
      assertBusy(TestSchema.recorded(single).begin(plan(HIRED_EMPLOYEES, true)));
      client.rollback();
    }
    await(single.close());
  }

  @Test
  void aDuplicateOfAnotherKeyThanTheTablesIsRefused() {
    schema.execute("CREATE UNIQUE INDEX of_somebody ON " + schema.name + ".jobs (job)");
    LoadTransaction load = appending(patient, JOBS, DuplicateKeys.IGNORE);

    assertThat(await(load.write(List.of(row(1, 11, "Clerk"), row(2, 12, "x")))).rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.code()).isEqualTo(RowErrorCode.NOT_UNIQUE);
              assertThat(rejected.line()).isEqualTo(1);
              assertThat(rejected.message()).contains("of_somebody");
            });

    await(load.rollback());
    schema.execute("DROP INDEX of_somebody ON " + schema.name + ".jobs");
  }

  @Test
  void loadsNeverKeepReportsWaiting() {
    MySqlAdapter small = MySqlAdapter.open(schema.vertx, settings(1, SHORT));
    LoadTransaction load = appending(small, JOBS, DuplicateKeys.REJECT);

    assertRefused(
        RefusalCode.DATABASE_UNAVAILABLE,
        TestSchema.recorded(small).begin(plan(DEPARTMENTS, true)));
    assertThat(await(small.hiringReports().rows(Report.HIRES_BY_QUARTER, schema.name, 2021)))
        .isEmpty();
    await(load.rollback());
    await(await(TestSchema.recorded(small).begin(plan(DEPARTMENTS, true))).rollback());
    await(small.close());
  }

  @Test
  void aSchemaThatIsNotConfiguredIsADefectOfTheCaller() {
    assertThatThrownBy(
            () ->
                patient
                    .loadTransactions()
                    .begin(Loads.plan("mysql", JOBS, true, DuplicateKeys.REJECT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> patient.hiringReports().rows(Report.HIRES_BY_QUARTER, "mysql", 2021))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MySqlSettings settings(int loads, Duration lockWait) {
    return TestDatabase.with(
        schema.settings,
        "loadConnections",
        loads,
        "reportConnections",
        1,
        "connectTimeout",
        CONNECT_TIMEOUT,
        "lockWait",
        lockWait);
  }

  private static LoadPlan plan(Table table, boolean append) {
    return schema.plan(table, append, DuplicateKeys.REJECT);
  }

  private static LoadTransaction appending(
      MySqlAdapter adapter, Table table, DuplicateKeys policy) {
    return await(TestSchema.recorded(adapter).begin(schema.plan(table, true, policy)));
  }

  private static List<Row> jobs(int from, String name) {
    return IntStream.range(0, 500).<Row>mapToObj(i -> row(i, from + i, name)).toList();
  }

  private static List<Integer> departments(LoadTransaction load) {
    ForeignKey key = HIRED_EMPLOYEES.foreignKeysTo(DEPARTMENTS).get(0);
    KeySet keys = Objects.requireNonNull(load.references().get(key));
    return IntStream.range(-10, 10).filter(keys::contains).boxed().toList();
  }

  /** Another client's transaction, not ended yet. */
  private static Connection uncommitted(String sql) throws SQLException {
    Connection client = schema.connect();
    client.setAutoCommit(false);
    try (Statement statement = client.createStatement()) {
      statement.execute(sql);
    }
    return client;
  }

  /** Returns when some transaction on this schema waits for a row. */
  private static void awaitLockWait() throws SQLException {
    awaitLockWait(Duration.ZERO);
  }

  /** Returns when some transaction on this schema has been waiting for a row for so long. */
  private static void awaitLockWait(Duration waited) throws SQLException {
    String waiting =
        "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND trx_query"
            + " LIKE '%"
            + schema.name
            + "%' AND TIMESTAMPDIFF(SECOND, trx_wait_started, NOW()) >= "
            + waited.toSeconds();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (schema.queried(waiting) == null) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      // InnoDB shows the same picture to whoever looks again within a tenth of a second.
      LockSupport.parkNanos(Duration.ofMillis(110).toNanos());
    }
  }

  private static void assertBusy(CompletionStage<?> stage) {
    assertRefused(RefusalCode.TABLE_BUSY, stage);
  }
}
