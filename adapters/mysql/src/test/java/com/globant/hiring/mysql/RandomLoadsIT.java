package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.load.InMemoryTables;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads of all kinds end in the database as they do in the plainest of implementations. */
class RandomLoadsIT {
  private static final LoadResult RESULT = Loads.result(new RowCounts(1, 1, 0, 0, 0, 0));
  private static final List<DuplicateKeys> POLICIES = List.of(DuplicateKeys.values());
  @RegisterExtension static final TestSchema schema = new TestSchema();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void loadsEndAsInMemory(long seed) {
    Random random = new Random(seed);
    InMemoryTables memory = new InMemoryTables(schema.name);
    replaceBoth(memory, rows(random, 300, 400));

    for (int load = 0; load < 3; load++) {
      boolean append = random.nextInt(4) > 0;
      DuplicateKeys policy = POLICIES.get(random.nextInt(POLICIES.size()));
      // From keys that are nearly all new to keys that nearly all repeat.
      int keys = 1 + random.nextInt(random.nextBoolean() ? 200 : 20_000);
      List<List<Row>> batches = new ArrayList<>();
      int count = random.nextInt(8);
      for (int batch = 0; batch < count; batch++) {
        batches.add(rows(random, random.nextInt(random.nextBoolean() ? 20 : 1000), keys));
      }
      boolean commit = random.nextInt(5) > 0;

      LoadPlan plan = schema.plan(HiringTables.JOBS, append, policy);
      assertThat(run(TestSchema.recorded(schema.adapter), plan, batches, commit))
          .isEqualTo(run(memory.recorded(), plan, batches, commit));
      assertThat(schema.rows(HiringTables.JOBS))
          .isEqualTo(memory.rows(schema.name, HiringTables.JOBS));
    }
  }

  /** Of all sizes of tables and with all kinds of what is in the way of a table of their own. */
  @ParameterizedTest
  @MethodSource("fewSeeds")
  void largeLoadsOfHiresEndAsInMemory(long seed) {
    Random random = new Random(seed);
    InMemoryTables memory = new InMemoryTables(schema.name);
    LoadPlan empty = schema.plan(HiringTables.HIRED_EMPLOYEES, false, DuplicateKeys.REJECT);
    run(memory.recorded(), empty, List.of(), true);
    run(TestSchema.recorded(schema.adapter), empty, List.of(), true);

    for (int load = 0; load < 4; load++) {
      int keys = 1 + random.nextInt(random.nextBoolean() ? 200 : 20_000);
      List<List<Row>> batches = new ArrayList<>();
      int count = random.nextInt(8);
      for (int batch = 0; batch < count; batch++) {
        batches.add(hires(random, random.nextInt(random.nextBoolean() ? 20 : 1000), keys));
      }
      LoadPlan plan =
          schema.largePlan(
              HiringTables.HIRED_EMPLOYEES,
              random.nextBoolean(),
              POLICIES.get(random.nextInt(POLICIES.size())));
      boolean commit = random.nextInt(5) > 0;

      assertThat(run(TestSchema.recorded(schema.adapter), plan, batches, commit))
          .isEqualTo(run(memory.recorded(), plan, batches, commit));
      assertThat(schema.rows(HiringTables.HIRED_EMPLOYEES))
          .isEqualTo(memory.rows(schema.name, HiringTables.HIRED_EMPLOYEES));
      assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
    }
  }

  static LongStream fewSeeds() {
    return LongStream.rangeClosed(1, 10);
  }

  private static List<Row> hires(Random random, int count, int keys) {
    return rows(random, count, keys).stream()
        .map(
            row ->
                row(row.line(), row.value(0), row.value(1), date(random), random.nextInt(9), null))
        .toList();
  }

  private static LocalDateTime date(Random random) {
    return LocalDateTime.of(2020 + random.nextInt(3), 1 + random.nextInt(12), 1, 0, 0);
  }

  /** The outcome of each batch; all of them are under way together. */
  private static List<Written> run(
      LoadTransactions transactions, LoadPlan plan, List<List<Row>> batches, boolean commit) {
    LoadTransaction load = await(transactions.begin(plan));
    List<CompletionStage<Written>> writes = batches.stream().map(load::write).toList();
    List<Written> written = writes.stream().map(Loads::await).toList();
    await(commit ? load.commit(RESULT) : load.rollback());
    return written;
  }

  private static void replaceBoth(InMemoryTables memory, List<Row> rows) {
    LoadPlan plan = schema.plan(HiringTables.JOBS, false, DuplicateKeys.IGNORE);
    run(memory.recorded(), plan, List.of(rows), true);
    run(TestSchema.recorded(schema.adapter), plan, List.of(rows), true);
  }

  private static List<Row> rows(Random random, int count, int keys) {
    List<Row> rows = new ArrayList<>();
    for (int line = 0; line < count; line++) {
      rows.add(
          row(
              line,
              random.nextInt(keys),
              random.nextInt(20) == 0 ? null : Integer.toString(random.nextInt())));
    }
    return rows;
  }
}
