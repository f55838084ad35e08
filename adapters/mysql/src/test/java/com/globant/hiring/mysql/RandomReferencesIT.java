package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.InMemoryTables;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.application.load.ReferencesContract;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loads of tables that reference each other and themselves, by two instances in turn, end as they
 * do in the plainest of implementations.
 */
class RandomReferencesIT {
  private static final LoadResult RESULT = Loads.result(new RowCounts(1, 1, 0, 0, 0, 0));
  private static final List<DuplicateKeys> POLICIES = List.of(DuplicateKeys.values());
  private static final List<String> TABLES =
      List.of("parts", "parts", "persons", "accounts", "orders", "orders");

  @RegisterExtension static final TestSchema schema = TestSchema.of(ReferencesContract.TABLES);

  private static final MySqlAdapter other = MySqlAdapter.open(schema.vertx, schema.settings);

  @AfterAll
  static void closeOther() {
    await(other.close());
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 25);
  }

  /** The outcome of a load. */
  private record Outcome(
      @Nullable Written written, List<OrphanedKey> orphans, @Nullable RefusalCode refused) {}

  @ParameterizedTest
  @MethodSource("seeds")
  void loadsEndAsInMemory(long seed) {
    Random random = new Random(seed);
    InMemoryTables memory = new InMemoryTables(schema.name);
    for (String table : List.of("orders", "persons", "parts", "accounts")) {
      LoadPlan empty = plan(table, false, DuplicateKeys.REJECT, false);
      run(TestSchema.recorded(schema.adapter), empty, List.of(), true);
    }

    for (int load = 0; load < 8; load++) {
      String table = TABLES.get(random.nextInt(TABLES.size()));
      boolean append = random.nextInt(4) > 0;
      // An update of a table with several keys is tried by the contract.
      DuplicateKeys policy = POLICIES.get(random.nextInt(table.equals("accounts") ? 2 : 3));
      LoadPlan plan = plan(table, append, policy, random.nextBoolean());
      int keys = 2 + random.nextInt(random.nextBoolean() ? 20 : 2000);
      List<List<Row>> batches = new ArrayList<>();
      for (int batch = random.nextInt(5); batch >= 0; batch--) {
        int count = random.nextInt(random.nextBoolean() ? 20 : 600);
        batches.add(rows(table, random, 1000 * batches.size(), count, keys));
      }
      boolean commit = random.nextInt(5) > 0;
      MySqlAdapter instance = random.nextBoolean() ? schema.adapter : other;

      assertThat(run(TestSchema.recorded(instance), plan, batches, commit))
          .as("load %d of %s", load, table)
          .isEqualTo(run(memory.recorded(), plan, batches, commit));
      assertThat(schema.content(plan.table()))
          .containsExactlyInAnyOrderElementsOf(memory.content(schema.name, plan.table()));
    }
  }

  private static LoadPlan plan(String table, boolean append, DuplicateKeys policy, boolean large) {
    return large
        ? schema.largePlan(schema.table(table), append, policy)
        : schema.plan(schema.table(table), append, policy);
  }

  private static Outcome run(
      LoadTransactions transactions, LoadPlan plan, List<List<Row>> batches, boolean commit) {
    LoadTransaction load = await(transactions.begin(plan));
    try {
      List<List<Row>> kept =
          batches.stream().map(batch -> withReferences(load, plan.table(), batch)).toList();
      Written written = Loads.write(load, kept);
      List<OrphanedKey> orphans = await(load.orphanedReferences(5));
      await(commit && orphans.isEmpty() ? load.commit(RESULT) : load.rollback());
      return new Outcome(written, orphans, null);
    } catch (Refused refused) {
      await(load.rollback());
      return new Outcome(null, List.of(), refused.code());
    }
  }

  /** The rows that the rules would accept. */
  private static List<Row> withReferences(LoadTransaction load, Table table, List<Row> batch) {
    List<Row> kept = batch;
    for (var reference : load.references().entrySet()) {
      int[] columns = table.positions(reference.getKey().columns());
      KeySet keys = reference.getValue();
      keys.lookUp(kept.stream().map(row -> row.key(columns)).filter(Objects::nonNull));
      kept =
          kept.stream()
              .filter(
                  row -> {
                    Object key = row.key(columns);
                    return key == null || keys.contains(key);
                  })
              .toList();
    }
    return kept;
  }

  private static List<Row> rows(String table, Random random, int firstLine, int count, int keys) {
    List<Row> rows = new ArrayList<>();
    for (int line = firstLine; line < firstLine + count; line++) {
      rows.add(
          switch (table) {
            case "persons" ->
                row(
                    line,
                    random.nextInt(keys),
                    random.nextInt(3) == 0 ? null : random.nextInt(keys),
                    random.nextInt(3) == 0 ? random.nextInt(keys) : null);
            case "parts" ->
                row(
                    line,
                    maker(random),
                    (long) random.nextInt(keys),
                    random.nextInt(3) == 0 ? null : maker(random),
                    (long) random.nextInt(keys));
            case "accounts" ->
                row(
                    line,
                    random.nextInt(keys),
                    random.nextInt(9) == 0 ? null : "c" + random.nextInt(keys),
                    random.nextInt(3) == 0 ? null : "c" + random.nextInt(keys));
            default ->
                row(
                    line,
                    BigDecimal.valueOf(random.nextInt(100 * keys), 2),
                    random.nextInt(5) == 0
                        ? null
                        : LocalDate.of(2021, 1, 1).plusDays(random.nextInt(1000)),
                    random.nextBoolean() ? maker(random) : null,
                    random.nextInt(3) > 0 ? (long) random.nextInt(keys) : null,
                    random.nextBoolean() ? "c" + random.nextInt(keys) : null);
          });
    }
    return rows;
  }

  private static String maker(Random random) {
    return Map.of(0, "a", 1, "A", 2, "a ").getOrDefault(random.nextInt(3), "a");
  }
}
