package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.record.Loads.await;
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
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TimeType;
import com.globant.hiring.mysql.TestDatabase;
import com.globant.hiring.mysql.TestSchema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loads of tables with all kinds of keys end as they do in the plainest of implementations, with
 * enough memory for keys and with nearly none.
 */
class RandomRowsIT {
  private static final LoadResult RESULT = Loads.result(new RowCounts(1, 1, 0, 0, 0, 0));
  private static final List<DuplicateKeys> POLICIES = List.of(DuplicateKeys.values());
  private static final ColumnType TEXT = new StringType(20);

  private static final List<TableDefinition> TABLES =
      List.of(
          table("of text and integer", List.of("text", "int")),
          table("of decimal, and dates", List.of("decimal"), List.of("date")),
          table(
              "of moment", List.of("datetime", "boolean"), List.of("text", "int"), List.of("long")),
          table("of long and time", List.of("time", "long")),
          table("without", List.of()),
          table("without primary key", List.of(), List.of("text")),
          table("of integer, and decimals", List.of("int"), List.of("decimal")));

  @RegisterExtension static final TestSchema schema = TestSchema.of(TABLES);

  @RegisterExtension
  static final TestSchema smallSchema =
      TestSchema.of(TABLES, settings -> TestDatabase.with(settings, "keyBytes", 2000L));

  private static TableDefinition table(
      String name, List<String> primaryKey, List<?>... uniqueKeys) {
    TableDefinition plain =
        TableDefinition.of(
            name,
            List.of(
                Column.of("text", TEXT),
                Column.of("int", IntegerType.INT),
                Column.of("long", IntegerType.BIGINT),
                Column.of("decimal", new NumberType(20, 3, NumberNotation.DEFAULT)),
                Column.of("boolean", BooleanType.DEFAULT),
                Column.of("date", new DateType(null)),
                Column.of("time", new TimeType(null)),
                Column.of("datetime", DatetimeType.ISO)),
            primaryKey);
    return new TableDefinition(
        plain.name(),
        null,
        null,
        plain.columns(),
        primaryKey,
        Arrays.stream(uniqueKeys)
            .map(key -> key.stream().map(String.class::cast).toList())
            .toList(),
        List.of(),
        plain.fieldsMatch(),
        plain.missingValues(),
        plain.dialect(),
        null,
        plain.exchange());
  }

  static Stream<Arguments> loads() {
    return TABLES.stream()
        .flatMap(
            table ->
                IntStream.rangeClosed(1, 6)
                    .mapToObj(seed -> Arguments.of(table.name(), seed, seed % 2 == 0)));
  }

  @ParameterizedTest
  @MethodSource("loads")
  void loadsEndAsInMemory(String table, long seed, boolean littleMemory) {
    TestSchema tested = littleMemory ? smallSchema : schema;
    Table loaded = tested.table(table);
    InMemoryTables memory = new InMemoryTables(tested.name);
    Random random = new Random(seed);
    List<LoadPlan> plans = new ArrayList<>();
    plans.add(Loads.plan(tested.name, loaded, false, DuplicateKeys.REJECT));
    for (int load = 0; load < 3; load++) {
      DuplicateKeys policy =
          loaded.primaryKey().isEmpty()
              ? DuplicateKeys.REJECT
              : POLICIES.get(random.nextInt(POLICIES.size()));
      boolean append = random.nextBoolean();
      plans.add(
          random.nextBoolean()
              ? Loads.plan(tested.name, loaded, append, policy)
              : Loads.largePlan(tested.name, loaded, append, policy));
    }

    for (LoadPlan plan : plans) {
      // From keys that are nearly all new to keys that nearly all repeat.
      int keys = 3 + random.nextInt(random.nextBoolean() ? 200 : 20_000);
      List<List<Row>> batches = new ArrayList<>();
      for (int batch = random.nextInt(8); batch >= 0; batch--) {
        batches.add(rows(loaded, random, random.nextInt(random.nextBoolean() ? 20 : 700), keys));
      }
      // The first replaces what the test before has left.
      boolean commit = plan.equals(plans.get(0)) || random.nextInt(5) > 0;

      assertThat(run(TestSchema.recorded(tested.adapter), plan, batches, commit))
          .as("%s", plan)
          .isEqualTo(run(memory.recorded(), plan, batches, commit));
      assertThat(sorted(tested.content(loaded)))
          .isEqualTo(sorted(memory.content(tested.name, loaded)));
    }
  }

  private static List<String> sorted(List<List<@Nullable Object>> rows) {
    return rows.stream().map(List::toString).sorted().toList();
  }

  /** What became of each batch; all of them are under way together. */
  private static List<String> run(
      LoadTransactions transactions, LoadPlan plan, List<List<Row>> batches, boolean commit) {
    LoadTransaction load = await(transactions.begin(plan));
    List<CompletionStage<Written>> writes = batches.stream().map(load::write).toList();
    List<Written> written = writes.stream().map(Loads::await).toList();
    await(commit ? load.commit(RESULT) : load.rollback());
    return written.stream().map(RandomRowsIT::outcome).toList();
  }

  /** Of several keys that a row repeats, the database may name any. */
  private static String outcome(Written written) {
    return "%d inserted, %d incomplete, %d updated, %d ignored, rejected %s"
        .formatted(
            written.inserted(),
            written.incomplete(),
            written.updated(),
            written.ignored(),
            written.rejected().stream().map(row -> row.line() + " " + row.code()).toList());
  }

  private static List<Row> rows(Table table, Random random, int count, int keys) {
    List<Row> rows = new ArrayList<>();
    for (int line = 0; line < count; line++) {
      @Nullable Object[] values = {
        text(random.nextInt(keys)),
        random.nextInt(keys),
        (long) random.nextInt(keys) << 32,
        BigDecimal.valueOf(random.nextInt(keys) - keys / 2, 3),
        random.nextBoolean(),
        LocalDate.of(1970, 1, 1).plusDays(random.nextInt(keys)),
        LocalTime.ofNanoOfDay(1_000_000L * random.nextInt(keys)),
        LocalDateTime.of(2000, 1, 1, 0, 0).plusNanos(1000L * random.nextInt(keys))
      };
      for (int column = 0; column < values.length; column++) {
        if (random.nextInt(10) == 0 && !table.isRequired(table.columns().get(column))) {
          values[column] = null;
        }
      }
      rows.add(Loads.row(line, values));
    }
    return rows;
  }

  /** Texts that collations take for the same, among others. */
  private static String text(int number) {
    String text = "a" + number / 4;
    return switch (number % 4) {
      case 0 -> text;
      case 1 -> text + " ";
      case 2 -> "A" + number / 4;
      default -> "\u00e4" + number / 4;
    };
  }
}
