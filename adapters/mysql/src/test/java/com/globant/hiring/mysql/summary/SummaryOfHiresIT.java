package com.globant.hiring.mysql.summary;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.report.HiringReports;
import com.globant.hiring.domain.report.DepartmentAboveMean;
import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.report.HiresByQuarter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.FaultyNetwork;
import com.globant.hiring.mysql.FaultyNetwork.Fate;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings.Counting;
import com.globant.hiring.mysql.TestDatabase;
import com.globant.hiring.mysql.TestSchema;
import com.globant.hiring.mysql.connection.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever loads do, and however they end: the summary equals a fresh count. */
class SummaryOfHiresIT {
  private static final LoadResult RESULT = Loads.result(new RowCounts(1, 1, 0, 0, 0, 0));
  private static final List<DuplicateKeys> POLICIES = List.of(DuplicateKeys.values());
  private static final int[] YEARS = {1000, 1999, 2020, 2021, 9999};
  private static final int PARENTS = 6;
  @RegisterExtension static final TestSchema schema = TestSchema.idle();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 15);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void afterAnySequenceOfLoadsReportsEqualTheirDefinitions(long seed) {
    Random random = new Random(seed);
    for (int load = 0; load < 4; load++) {
      parents(random);
      LoadPlan plan =
          schema.plan(
              HiringTables.HIRED_EMPLOYEES,
              random.nextInt(4) > 0,
              POLICIES.get(random.nextInt(POLICIES.size())));
      run(TestSchema.recorded(schema.adapter), plan, batches(random), random.nextInt(5) > 0);

      assertSummaryIsRight();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void afterAppendsSideBySideReportsEqualTheirDefinitions(long seed) {
    Random random = new Random(seed);
    parents(random);
    schema.replace(HiringTables.HIRED_EMPLOYEES, List.of());
    List<LoadTransaction> loads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      LoadPlan plan = schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT);
      LoadTransaction load = schema.begin(plan);
      int first = i * 10_000;
      await(load.write(IntStream.range(0, 800).mapToObj(id -> hire(random, first + id)).toList()));
      loads.add(load);
    }
    List<CompletionStage<Void>> commits = loads.stream().map(load -> load.commit(RESULT)).toList();
    commits.forEach(Loads::await);

    assertThat(schema.rows(HiringTables.HIRED_EMPLOYEES)).hasSize(3200);
    assertSummaryIsRight();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"STATEMENT_LOST", "ANSWER_LOST", "BOTH_LOST"})
  void afterALostCommitTheSummaryIsAsTheTableIs(Fate fate) {
    parents(new Random(1));
    Random random = new Random(2);
    for (String statement : List.of("INSERT INTO `" + schema.name + "`.`hires_s", "COMMIT")) {
      try (FaultyNetwork network = new FaultyNetwork()) {
        MySqlAdapter adapter = schema.openIdle(network.through(schema.settings));
        LoadPlan plan = schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE);
        LoadTransaction load = TestSchema.beginWhenFree(adapter, plan);
        await(load.write(IntStream.range(0, 300).mapToObj(id -> hire(random, id)).toList()));
        network.failAt(statement, fate);
        // If both are lost, it may be committed or not. Other tests check what is reported.
        await(
            load.commit(RESULT)
                .handle((done, failure) -> null)
                .thenCompose(any -> load.rollback()));
        await(adapter.close());
      }
      LoadPlan next = schema.plan(HiringTables.HIRED_EMPLOYEES, false, DuplicateKeys.REJECT);
      await(TestSchema.beginWhenFree(schema.adapter, next).rollback());
      assertSummaryIsRight();
    }
  }

  @Test
  void aLoadWithMoreCellsThanFitIntoMemoryIsCountedToo() {
    int departments = 300;
    List<Row> parents = new ArrayList<>();
    for (int id = 0; id < departments; id++) {
      parents.add(row(id, id, "d" + id));
    }
    replaceParents(parents);
    int hires = SummaryChanges.MOST_CELLS * 5 / 2;
    LoadPlan plan = schema.plan(HiringTables.HIRED_EMPLOYEES, false, DuplicateKeys.UPDATE);
    LoadTransaction load = schema.begin(plan);
    for (int from = 0; from < hires; from += 1000) {
      await(
          load.write(
              IntStream.range(from, from + 1000)
                  .mapToObj(
                      id -> row(id, id, "x", moment(1000 + id % 9000), id / 9000, id % departments))
                  .toList()));
    }
    // Keys of before, which now are of other cells: what was spilled is subtracted from.
    await(
        load.write(
            IntStream.range(0, 1000)
                .mapToObj(id -> row(id, id, "y", moment(2021), 1, null))
                .toList()));
    await(load.commit(RESULT));

    assertThat(rowsOfSummary()).isGreaterThan(hires / SummarySql.CELLS_A_ROW);
    assertSummaryIsRight();
    schema.replace(HiringTables.HIRED_EMPLOYEES, List.of());
    assertThat(schema.queried("SELECT COUNT(*) FROM hires_summary")).isEqualTo("0");
  }

  @Test
  void yearWithMoreCellsThanOneRowTakesHasSeveralRowsAlsoAfterAMerge() {
    int departments = 3 * SummarySql.CELLS_A_ROW;
    replaceParents(IntStream.range(0, departments).mapToObj(id -> row(id, id, "d" + id)).toList());
    schema.replace(
        HiringTables.HIRED_EMPLOYEES,
        IntStream.range(0, departments)
            .mapToObj(id -> row(id, id, "x", moment(2021), id, null))
            .toList());
    assertThat(rowsOfSummary()).isEqualTo(3);
    assertSummaryIsRight();

    appendOneHireEach(SummaryUpkeep.LOADS_TO_MERGE, departments);
    merge();

    assertThat(rowsOfSummary()).isEqualTo(3);
    assertSummaryIsRight();
  }

  @Test
  void rowsOfCommittedLoadsAreMergedWithoutCellsOfZeros() {
    hiresOfTwoYears();
    update(row(1, 2, "b", moment(2021), 1, 1));
    appendOneHireEach(SummaryUpkeep.LOADS_TO_MERGE - 3, 10);
    merge();
    assertThat(rowsOfSummary("2021")).isEqualTo(SummaryUpkeep.LOADS_TO_MERGE - 1);

    appendOneHireEach(1, 100);
    LoadTransaction uncommitted =
        schema.begin(schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT));
    await(uncommitted.write(List.of(row(1, 200, "x", moment(2021), 1, 1))));
    merge();

    assertThat(rowsOfSummary("2021")).isEqualTo(1);
    assertSummaryIsRight();
    await(uncommitted.commit(RESULT));
    assertThat(rowsOfSummary("2021")).isEqualTo(2);
    assertSummaryIsRight();
    for (int i = 0; i < SummaryUpkeep.LOADS_TO_MERGE; i++) {
      update(row(1, 1, "y", moment(i % 2 == 0 ? 1999 : 2020), 1, 1));
    }
    merge();
    assertThat(schema.queried("SELECT COUNT(*) FROM hires_summary WHERE hire_year = 1999"))
        .isEqualTo("0");
    assertSummaryIsRight();
  }

  @Test
  void summaryIsNotMergedWhileAReplaceDeletesIt() throws SQLException {
    hiresOfTwoYears();
    appendOneHireEach(SummaryUpkeep.LOADS_TO_MERGE, 10);
    int before = rowsOfSummary();
    try (Connection client = schema.connect();
        Statement statement = client.createStatement()) {
      client.setAutoCommit(false);
      statement.executeUpdate(
          "UPDATE content_versions SET version = 'x' WHERE table_name = 'hires_summary'");
      appendOneHireEach(1, 1000);
      merge();
      assertThat(rowsOfSummary()).isEqualTo(before + 1);
      client.rollback();
    }
    merge();
    assertThat(rowsOfSummary()).isLessThan(before);
    assertSummaryIsRight();
  }

  private static void appendOneHireEach(int loads, int firstId) {
    for (int id = firstId; id < firstId + loads; id++) {
      run(
          TestSchema.recorded(schema.adapter),
          schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT),
          List.of(List.of(row(1, id, "x", moment(2021), 1, null))),
          true);
    }
  }

  private static void update(Row hire) {
    run(
        TestSchema.recorded(schema.adapter),
        schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE),
        List.of(List.of(hire)),
        true);
  }

  private static void merge() {
    Connections connections = new Connections(schema.vertx, schema.settings);
    new SummaryUpkeep(schema.vertx, connections, schema.settings.serviceSchema())
        .merge(schema.name);
    TestSchema.await(connections.close());
  }

  private static int rowsOfSummary() {
    return rowsOfSummary("hire_year");
  }

  private static int rowsOfSummary(String year) {
    return Integer.parseInt(
        schema.queried("SELECT COUNT(*) FROM hires_summary WHERE hire_year = " + year));
  }

  @Test
  void changesByOtherClientsAreFoundByVerifyAndCountedByRebuild() {
    hiresOfTwoYears();
    schema.execute("UPDATE hired_employees SET department_id = 2 WHERE id = 2");
    schema.execute("UPDATE hired_employees SET datetime = '2021-04-01' WHERE id = 1");
    HiringReports reports = schema.adapter.hiringReports();
    String before = await(reports.version(schema.name));

    assertThat(await(schema.adapter.summaryDifferences(schema.name, 100)))
        .hasSize(3)
        .anySatisfy(
            told -> assertThat(told).contains("2021, department_id 1, job_id 1", "-1, +1, +0, +0"))
        .anySatisfy(
            told ->
                assertThat(told).contains("2020, department_id 2, job_id NULL", "+1, +0, +0, +0"));
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).hasSize(1);
    await(schema.adapter.rebuildSummary(schema.name));

    assertThat(await(reports.version(schema.name))).isNotEqualTo(before);
    assertSummaryIsRight();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM hired_employees WHERE id = 1",
        "INSERT INTO hired_employees VALUES (9, 'x', '2021-01-01', 1, 1)",
        "UPDATE departments SET department = 'renamed' WHERE id = 1"
      })
  void changesByOtherClientsAreReportedFromRowsAtOnceAndFromTheSummaryOnceRebuilt(String change) {
    hiresOfTwoYears();
    String before = await(schema.adapter.hiringReports().version(schema.name));
    MySqlAdapter counting =
        schema.openIdle(TestDatabase.with(schema.settings, "counting", Counting.ROWS));
    String beforeOfRows = await(counting.hiringReports().version(schema.name));
    schema.execute(change);

    assertThat(await(counting.hiringReports().version(schema.name))).isNotEqualTo(beforeOfRows);
    assertReportsEqualTheirDefinitions(counting.hiringReports());
    await(counting.close());
    assertThat(await(schema.adapter.hiringReports().version(schema.name))).isEqualTo(before);
    await(schema.adapter.rebuildSummary(schema.name));

    assertThat(await(schema.adapter.hiringReports().version(schema.name))).isNotEqualTo(before);
    assertSummaryIsRight();
  }

  @Test
  void loadsAfterAChangeByAnotherClientKeepTheDifferenceUntilTheSummaryIsRebuilt() {
    hiresOfTwoYears();
    schema.execute("DELETE FROM hired_employees WHERE id = 1");
    run(
        TestSchema.recorded(schema.adapter),
        schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE),
        List.of(List.of(row(1, 3, "z", moment(2021), 2, 2), row(1, 5, "y", moment(2021), 2, 2))),
        true);

    assertThat(await(schema.adapter.summaryDifferences(schema.name, 10)))
        .singleElement()
        .asString()
        .contains("2021, department_id 1, job_id 1", "-1, +0, +0, +0");
    await(schema.adapter.rebuildSummary(schema.name));
    assertSummaryIsRight();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void appendToATableThatAnotherClientEmptiedCountsItsOwnRowsAlone(boolean large) {
    hiresOfTwoYears();
    schema.execute("DELETE FROM hired_employees");
    run(
        TestSchema.recorded(schema.adapter),
        large
            ? schema.largePlan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT)
            : schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT),
        List.of(List.of(row(1, 7, "x", moment(2021), 1, 1))),
        true);
    assertSummaryIsRight();
  }

  @Test
  void twoAppendsThatBeginWithAnEmptyTableAreBothCounted() {
    hiresOfTwoYears();
    schema.execute("DELETE FROM hired_employees");
    LoadTransactions transactions = TestSchema.recorded(schema.adapter);
    LoadPlan first = schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT);
    LoadTransaction load = await(transactions.begin(first));
    run(
        transactions,
        schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT),
        List.of(List.of(row(1, 7, "x", moment(2021), 1, 1))),
        true);
    await(load.write(List.of(row(1, 8, "y", moment(2021), 1, 1))));
    await(load.commit(RESULT));

    assertSummaryIsRight();
  }

  @Test
  void versionIsAlwaysNewIfRowsAreCounted() {
    MySqlAdapter counting =
        schema.openIdle(TestDatabase.with(schema.settings, "counting", Counting.ROWS));
    String first = await(counting.hiringReports().version(schema.name));

    assertThat(await(counting.hiringReports().version(schema.name))).isNotEqualTo(first);
    await(counting.close());
  }

  private static void hiresOfTwoYears() {
    parents(new Random(1));
    schema.replace(
        HiringTables.HIRED_EMPLOYEES,
        List.of(
            row(1, 1, "a", moment(2021), 1, 1),
            row(2, 2, "b", moment(2020), 1, null),
            row(3, 3, "c", moment(2021), 1, 1)));
  }

  @Test
  void theSummaryIsNotRebuiltWhileALoadOfHiresIsUnderWay() {
    LoadPlan plan = schema.plan(HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT);
    LoadTransaction load = schema.begin(plan);

    assertThatThrownBy(() -> await(schema.adapter.rebuildSummary(schema.name)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.TABLE_BUSY));
    await(load.rollback());
  }

  @ParameterizedTest
  @MethodSource("com.globant.hiring.domain.report.HiringTables#all")
  void theVersionChangesWithEveryCommitAndOnlyThen(Table table) {
    HiringReports reports = schema.adapter.hiringReports();
    String before = await(reports.version(schema.name));
    LoadTransactions transactions = TestSchema.recorded(schema.adapter);

    run(transactions, schema.plan(table, true, DuplicateKeys.IGNORE), List.of(), false);
    assertThat(await(reports.version(schema.name))).isEqualTo(before);
    run(transactions, schema.plan(table, true, DuplicateKeys.IGNORE), List.of(), true);
    assertThat(await(reports.version(schema.name))).isNotEqualTo(before);
  }

  /** The summary, by its own check and by what is reported of it. */
  private static void assertSummaryIsRight() {
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 10))).isEmpty();
    assertReportsEqualTheirDefinitions(schema.adapter.hiringReports());
  }

  private static void assertReportsEqualTheirDefinitions(HiringReports reports) {
    Map<Integer, @Nullable String> departments = names(HiringTables.DEPARTMENTS);
    Map<Integer, @Nullable String> jobs = names(HiringTables.JOBS);
    List<Hire> hires =
        schema.rows(HiringTables.HIRED_EMPLOYEES).values().stream()
            .map(
                values ->
                    new Hire(
                        (LocalDateTime) values.get(2),
                        (Integer) values.get(3),
                        (Integer) values.get(4)))
            .toList();
    for (int year : YEARS) {
      assertThat(await(reports.rows(Report.HIRES_BY_QUARTER, schema.name, year)))
          .isEqualTo(HiresByQuarter.of(year, departments, jobs, hires));
      assertThat(await(reports.rows(Report.DEPARTMENTS_ABOVE_MEAN, schema.name, year)))
          .isEqualTo(DepartmentAboveMean.of(year, departments, hires));
    }
  }

  private static Map<Integer, @Nullable String> names(Table table) {
    Map<Integer, @Nullable String> names = new HashMap<>();
    schema.rows(table).forEach((id, values) -> names.put(id, (String) values.get(1)));
    return names;
  }

  private static void run(
      LoadTransactions transactions, LoadPlan plan, List<List<Row>> batches, boolean commit) {
    LoadTransaction load = await(transactions.begin(plan));
    List<CompletionStage<Written>> writes = batches.stream().map(load::write).toList();
    writes.forEach(Loads::await);
    await(commit ? load.commit(RESULT) : load.rollback());
  }

  private static void parents(Random random) {
    List<Row> parents = new ArrayList<>();
    for (int id = 0; id < PARENTS; id++) {
      parents.add(row(id, id, random.nextInt(9) == 0 ? null : "n" + random.nextInt(9)));
    }
    replaceParents(parents);
  }

  private static void replaceParents(List<Row> parents) {
    LoadTransactions transactions = TestSchema.recorded(schema.adapter);
    Loads.replace(transactions, schema.name, HiringTables.DEPARTMENTS, parents);
    Loads.replace(transactions, schema.name, HiringTables.JOBS, parents);
  }

  private static List<List<Row>> batches(Random random) {
    // From keys that are nearly all new to keys that nearly all repeat, within a statement too.
    int keys = 1 + random.nextInt(random.nextBoolean() ? 200 : 20_000);
    List<List<Row>> batches = new ArrayList<>();
    int count = random.nextInt(6);
    for (int batch = 0; batch < count; batch++) {
      batches.add(
          IntStream.range(0, random.nextInt(random.nextBoolean() ? 20 : 1000))
              .mapToObj(line -> hire(random, random.nextInt(keys)))
              .toList());
    }
    return batches;
  }

  private static Row hire(Random random, int id) {
    return row(
        id,
        id,
        "x",
        random.nextInt(20) == 0
            ? null
            : moment(YEARS[random.nextInt(YEARS.length)]).plusDays(random.nextInt(365)),
        random.nextInt(20) == 0 ? null : random.nextInt(PARENTS),
        random.nextInt(20) == 0 ? null : random.nextInt(PARENTS));
  }

  private static LocalDateTime moment(int year) {
    return LocalDateTime.of(year, 1, 1, 0, 0);
  }
}
