package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.domain.report.HiringTables.DEPARTMENTS;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static com.globant.hiring.domain.report.HiringTables.JOBS;
import static com.globant.hiring.mysql.TestSchema.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large loads, which fill a table of their own that takes the place of the loaded one. */
class ShadowLoadsIT {
  private static final RowCounts COUNTS = new RowCounts(7, 3, 0, 1, 3, 2);
  private static final LoadResult RESULT = Loads.result(COUNTS);

  @RegisterExtension static final TestSchema schema = new TestSchema();
  private static boolean mariaDb;

  @BeforeAll
  static void migrate() {
    mariaDb = Objects.requireNonNull(schema.queried("SELECT VERSION()")).contains("MariaDB");
  }

  @BeforeEach
  void fill() {
    schema.replace(HIRED_EMPLOYEES, List.of());
    schema.replace(DEPARTMENTS, List.of(row(1, 1, "Sales")));
    schema.replace(JOBS, List.of(row(1, 10, "Clerk")));
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(schema.shadowTables()).isZero();
    assertThat(schema.shadowLoads()).isZero();
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
  }

  @Test
  void aLargeReplaceTakesThePlaceOfTheTable() {
    add(1, "before");
    LoadPlan plan = replace();
    LoadTransaction load = begin(plan);
    assertThat(schema.shadowTables()).isEqualTo(1);
    Written written = await(load.write(List.of(hire(1, 5, "new"), hire(2, 6, null))));
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1);
    await(load.commit(RESULT));

    assertThat(written).isEqualTo(new Written(2, 0, 0, 1, List.of()));
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5, 6);
    assertThat(schema.rows(HIRED_EMPLOYEES).get(5)).startsWith(5, "new");
    assertThat(schema.recorded(plan.loadId())).contains(COUNTS);
    await(load.rollback());
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5, 6);
  }

  @Test
  void aLargeAppendToAnEmptyTableTakesItsPlace() {
    LoadPlan plan = append();
    LoadTransaction load = begin(plan);
    // MariaDB does not let a table be exchanged that is kept from others.
    assertThat(schema.shadowTables()).isEqualTo(mariaDb ? 0 : 1);
    await(load.write(List.of(hire(1, 5, "new"))));
    await(load.commit(RESULT));

    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
    assertThat(schema.recorded(plan.loadId())).contains(COUNTS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyRowsAreAllThere(boolean append) {
    LoadTransaction load = begin(append ? append() : replace());
    List<CompletionStage<Written>> writes =
        IntStream.range(0, 130)
            .mapToObj(
                batch ->
                    load.write(
                        IntStream.range(0, 997)
                            .<Row>mapToObj(i -> hire(i, batch * 1000 + i, "name " + i))
                            .toList()))
            .toList();
    int inserted = writes.stream().mapToInt(write -> await(write).inserted()).sum();
    await(load.commit(RESULT));

    assertThat(inserted).isEqualTo(130 * 997);
    assertThat(schema.queried("SELECT COUNT(*) FROM hired_employees"))
        .isEqualTo(Integer.toString(130 * 997));
    assertThat(schema.queried("SELECT name FROM hired_employees WHERE id = 129996"))
        .isEqualTo("name 996");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRolledBackLoadLeavesTheTableAsItWas(boolean append) {
    if (!append) {
      add(1, "before");
    }
    LoadPlan plan = append ? append() : replace();
    LoadTransaction load = begin(plan);
    CompletionStage<Written> underWay = load.write(List.of(hire(1, 5, "new")));
    await(load.rollback());
    await(load.rollback());

    assertThat(schema.rows(HIRED_EMPLOYEES).keySet())
        .containsExactlyElementsOf(append ? List.of() : List.of(1));
    assertThat(schema.recorded(plan.loadId())).isEmpty();
    assertThat(underWay.toCompletableFuture()).isDone();
    assertThatThrownBy(() -> await(load.write(List.of(hire(2, 6, "late")))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> await(load.commit(RESULT))).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({"REJECT", "IGNORE"})
  void repeatedKeysOfTheFileAreTold(DuplicateKeys policy) {
    LoadTransaction load = begin(schema.largePlan(HIRED_EMPLOYEES, false, policy));
    Written first = await(load.write(List.of(hire(1, 5, "a"), hire(2, 6, "b"), hire(3, 5, "c"))));
    Written second = await(load.write(List.of(hire(4, 6, "d"), hire(5, 7, "e"))));
    await(load.commit(RESULT));

    boolean reject = policy == DuplicateKeys.REJECT;
    assertThat(first.inserted()).isEqualTo(2);
    assertThat(first.ignored()).isEqualTo(reject ? 0 : 1);
    assertThat(first.rejected())
        .extracting(RowRejected::line)
        .isEqualTo(reject ? List.of(3L) : List.of());
    assertThat(first.rejected())
        .extracting(RowRejected::code)
        .containsOnly(
            reject ? new RowErrorCode[] {RowErrorCode.DUPLICATE_KEY} : new RowErrorCode[0]);
    assertThat(second.inserted()).isEqualTo(1);
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5, 6, 7);
    assertThat(schema.rows(HIRED_EMPLOYEES).get(6)).startsWith(6, "b");
  }

  @Test
  void loadsThatNeedTheFormerRowsAreWrittenInPlace() {
    assertInPlace(schema.largePlan(HIRED_EMPLOYEES, false, DuplicateKeys.UPDATE));
    assertInPlace(schema.largePlan(JOBS, false, DuplicateKeys.REJECT));
    add(1, "before");
    assertInPlace(append());
  }

  @Test
  void fewRowsAreWrittenInPlaceUnlessTheyReplaceMany() {
    assertInPlace(schema.plan(HIRED_EMPLOYEES, false, DuplicateKeys.REJECT));
    assertInPlace(schema.plan(HIRED_EMPLOYEES, true, DuplicateKeys.REJECT));
    LoadTransaction many = begin(replace());
    for (int batch = 0; batch < 20; batch++) {
      int from = batch * 1000;
      await(
          many.write(
              IntStream.range(from, from + 1000).<Row>mapToObj(i -> hire(i, i, "x")).toList()));
    }
    await(many.commit(RESULT));

    LoadTransaction load = begin(schema.plan(HIRED_EMPLOYEES, false, DuplicateKeys.REJECT));
    assertThat(schema.shadowTables()).isEqualTo(1);
    await(load.write(List.of(hire(1, 5, "new"))));
    await(load.commit(RESULT));
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE", "LOCK TABLES"})
  void withoutAPrivilegeForTheExchangeARowIsWrittenInPlaceOrCopied(String missing) {
    TestDatabase limited = schema.withUser("secret");
    schema.execute("GRANT PROCESS ON *.* TO " + limited.user());
    schema.execute("REVOKE %s ON %s.* FROM %s".formatted(missing, schema.name, limited.user()));
    MySqlAdapter adapter = MySqlAdapter.open(schema.vertx, limited.settings(schema.name));
    LoadTransaction load = await(TestSchema.recorded(adapter).begin(replace()));
    await(load.write(List.of(hire(1, 5, "new"))));
    await(load.commit(RESULT));
    await(adapter.close());

    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReaderWhoDoesNotEndKeepsNoLoadFromItsCommit(boolean append) throws SQLException {
    if (!append) {
      add(1, "before");
    }
    LoadPlan plan = append ? append() : replace();
    try (Connection reader = schema.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery("SELECT * FROM hired_employees").close();
      LoadTransaction load = begin(plan);
      await(load.write(List.of(hire(1, 5, "new"))));
      await(load.commit(RESULT));
      reader.rollback();
    }

    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
    assertThat(schema.recorded(plan.loadId())).contains(COUNTS);
  }

  @Test
  void rowsOfOtherClientsAreNotLostToAnAppend() {
    LoadTransaction load = begin(append());
    await(load.write(List.of(hire(1, 5, "new"))));
    add(1, "meanwhile");
    await(load.commit(RESULT));

    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1, 5);
  }

  @Test
  void anAppendWithAKeyThatWasTakenMeanwhileIsRefusedWhole() {
    if (mariaDb) {
      return; // where it is written in place, and waits for that key
    }
    LoadPlan plan = append();
    LoadTransaction load = begin(plan);
    await(load.write(List.of(hire(1, 5, "new"), hire(2, 6, "new"))));
    add(6, "meanwhile");

    assertRefused(RefusalCode.TABLE_BUSY, load.commit(RESULT));
    await(load.rollback());
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(6);
    assertThat(schema.rows(HIRED_EMPLOYEES).get(6)).startsWith(6, "meanwhile");
    assertThat(schema.recorded(plan.loadId())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void appendsRunSideBySide(boolean firstEndsFirst) {
    LoadTransaction first = begin(append());
    LoadTransaction second = begin(append());
    assertThat(schema.shadowTables()).isEqualTo(mariaDb ? 0 : 1);
    await(second.write(List.of(hire(1, 6, "second"))));
    await(first.write(List.of(hire(1, 5, "first"))));
    await((firstEndsFirst ? first : second).commit(RESULT));
    await((firstEndsFirst ? second : first).commit(RESULT));

    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5, 6);
  }

  @Test
  void largeAppendsOfTwoInstancesRunSideBySide() {
    MySqlAdapter other = MySqlAdapter.open(schema.vertx, schema.settings);
    LoadTransaction first = begin(append());
    LoadTransaction second = await(TestSchema.recorded(other).begin(append()));
    assertThat(schema.shadowTables()).isEqualTo(mariaDb ? 0 : 1);
    await(second.write(List.of(hire(1, 6, "second"))));
    await(second.commit(RESULT));
    await(first.write(List.of(hire(1, 5, "first"))));
    await(first.commit(RESULT));
    await(other.close());

    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5, 6);
  }

  @Test
  void aLargeAppendBesideASmallOneIsWrittenInPlace() {
    LoadTransaction small = begin(schema.plan(HIRED_EMPLOYEES, true, DuplicateKeys.REJECT));
    assertInPlace(append());
    await(small.rollback());
  }

  /** Its rows would have to be copied at the end, since the table is not empty any more. */
  @Test
  void aLargeAppendDuringWhoseBeginAnotherBeginsIsWrittenInPlace() throws SQLException {
    assumeFalse(mariaDb, "appends are always written in place");
    CompletionStage<LoadTransaction> large;
    CompletionStage<LoadTransaction> beside;
    try (Connection client = schema.connect();
        Statement statement = client.createStatement()) {
      statement.execute("LOCK TABLES hired_employees WRITE");
      large = TestSchema.recorded(schema.adapter).begin(append());
      Loads.eventually(() -> assertThat(waitingForTables()).isOne());
      beside =
          TestSchema.recorded(schema.adapter)
              .begin(schema.plan(HIRED_EMPLOYEES, true, DuplicateKeys.REJECT));
      Loads.eventually(() -> assertThat(waitingForTables()).isEqualTo(2));
    }
    LoadTransaction begun = await(large);
    LoadTransaction small = await(beside);

    assertThat(schema.shadowTables()).isZero();
    assertThat(schema.shadowLoads()).isZero();
    assertThat(await(begun.write(List.of(hire(1, 1, "large")))).inserted()).isOne();
    assertThat(await(small.write(List.of(hire(1, 2, "small")))).inserted()).isOne();
    await(begun.commit(RESULT));
    await(small.commit(RESULT));
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1, 2);
  }

  @Test
  void aLargeReplaceExcludesOtherLoads() {
    LoadTransaction load = begin(replace());
    assertRefused(RefusalCode.TABLE_BUSY, TestSchema.recorded(schema.adapter).begin(append()));
    assertRefused(RefusalCode.TABLE_BUSY, TestSchema.recorded(schema.adapter).begin(replace()));
    assertRefused(
        RefusalCode.TABLE_BUSY,
        TestSchema.recorded(schema.adapter)
            .begin(schema.plan(DEPARTMENTS, false, DuplicateKeys.REJECT)));
    await(load.rollback());
  }

  @Test
  void aLoadThatDiedAfterItsTableTookThePlaceIsCommitted() {
    LoadPlan dead = dead();
    leaveReplaced(dead);

    Loads.eventually(() -> assertThat(schema.recorded(dead.loadId())).contains(COUNTS));
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
    settled();
  }

  @Test
  void nextLoadOfTheTableFirstSettlesALoadThatDiedAfterItsTableTookThePlace() {
    LoadPlan dead = dead();
    leaveReplaced(dead);
    LoadTransaction next = TestSchema.beginWhenFree(schema.adapter, append());

    assertThat(schema.recorded(dead.loadId())).contains(COUNTS);
    await(next.write(List.of(hire(1, 20, "next"))));
    await(next.commit(RESULT));
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
    settled();
  }

  @Test
  void rebuildingTheSummaryFirstSettlesALoadThatDiedAfterItsTableTookThePlace() {
    LoadPlan dead = dead();
    leaveReplaced(dead);
    await(schema.adapter.rebuildSummary(schema.name));

    assertThat(schema.recorded(dead.loadId())).contains(COUNTS);
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
    settled();
  }

  @Test
  void aLoadThatDiedBeforeItsTableTookThePlaceIsAborted() {
    LoadPlan dead = dead();
    leave(dead, "hired_employees_new_");
    leaveCounts(dead);
    settled();
    assertThat(schema.queried("SELECT COUNT(*) FROM hires_summary WHERE NOT counted"))
        .isEqualTo("0");

    // What the adapter's own round looks at meanwhile is skipped by this one.
    Loads.eventually(
        () -> {
          schema.reap();
          assertThat(schema.status(dead.loadId())).isEqualTo(LoadStatus.ABORTED);
        });
  }

  @Test
  void aLoadThatCouldNotClearUpStaysCommitted() {
    LoadPlan plan = replace();
    LoadTransaction load = begin(plan);
    await(load.write(List.of(hire(1, 5, "new"))));
    await(load.commit(RESULT));
    leave(plan, "hired_employees_old_");
    settled();

    assertThat(schema.recorded(plan.loadId())).contains(COUNTS);
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
  }

  @Test
  void aLoadThatLivesIsLeftAlone() {
    LoadTransaction load = begin(replace());
    schema.reap();
    assertThat(schema.shadowTables()).isEqualTo(1);
    await(load.write(List.of(hire(1, 5, "new"))));
    await(load.commit(RESULT));

    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(5);
  }

  /** A load whose record says that it runs, which it does not. */
  private static LoadPlan dead() {
    LoadPlan plan = schema.plan(HIRED_EMPLOYEES, false, DuplicateKeys.UPDATE);
    await(begin(plan).rollback());
    return plan;
  }

  /** What an instance leaves behind that is killed. */
  private static void leave(LoadPlan dead, String table) {
    schema.execute(
        "CREATE TABLE %1$s.`%2$s%3$s` LIKE %1$s.hired_employees"
            .formatted(schema.name, table, dead.loadId()));
    schema.execute(
        "INSERT INTO %s.shadow_loads VALUES ('%s', '%s', 'hired_employees', 7, 3, 0, 1, 3, 2, 0, NULL, NULL, NULL, 0, '[]', FALSE, NULL, NULL, NULL)"
            .formatted(schema.service, dead.loadId(), schema.name));
  }

  /** What is left if the instance is killed after the RENAME. */
  private static void leaveReplaced(LoadPlan dead) {
    schema.replace(HIRED_EMPLOYEES, List.of(hire(1, 1, "former")));
    schema.execute("DELETE FROM %s.hired_employees".formatted(schema.name));
    schema.execute(
        "INSERT INTO %s.hired_employees VALUES (9, 'x', '2021-05-05', 1, 10)"
            .formatted(schema.name));
    leaveCounts(dead);
    leave(dead, "hired_employees_old_");
  }

  private static void leaveCounts(LoadPlan dead) {
    schema.execute(
        "INSERT INTO %s.hires_summary VALUES ('%s', 2021, 0, FALSE, '[[1,10,0,1,0,0]]')"
            .formatted(schema.name, dead.loadId()));
  }

  private static void settled() {
    Loads.eventually(() -> assertThat(schema.shadowTables() + schema.shadowLoads()).isZero());
  }

  private static int waitingForTables() {
    return schema.count(
        "information_schema.processlist WHERE state LIKE 'Waiting for table metadata lock'");
  }

  private static void assertInPlace(LoadPlan plan) {
    LoadTransaction load = begin(plan);
    assertThat(schema.shadowTables()).isZero();
    await(load.rollback());
  }

  private static LoadPlan replace() {
    return schema.largePlan(HIRED_EMPLOYEES, false, DuplicateKeys.REJECT);
  }

  private static LoadPlan append() {
    return schema.largePlan(HIRED_EMPLOYEES, true, DuplicateKeys.REJECT);
  }

  private static LoadTransaction begin(LoadPlan plan) {
    return schema.begin(plan);
  }

  private static Row hire(int line, int id, @Nullable String name) {
    return row(line, id, name, LocalDateTime.of(2020 + id % 3, 1 + id % 12, 1, 0, 0), 1, 10);
  }

  /** Another client adds a hire. */
  private static void add(int id, String name) {
    schema.execute(
        "INSERT INTO %s.hired_employees (id, name) VALUES (%d, '%s')"
            .formatted(schema.name, id, name));
  }
}
