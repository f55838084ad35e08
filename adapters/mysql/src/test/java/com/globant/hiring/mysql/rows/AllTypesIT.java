package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.record.Loads.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TimeType;
import com.globant.hiring.domain.type.YearMonthType;
import com.globant.hiring.domain.type.YearType;
import com.globant.hiring.mysql.TestDatabase;
import com.globant.hiring.mysql.TestSchema;
import io.vertx.core.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the types read is stored and read back as the same value, by files and by statements. */
class AllTypesIT {
  private static final int ROWS = 1500;

  /** A type, values at its limits, and a random one. */
  private record Case(ColumnType type, List<?> extremes, Function<Random, Object> random) {}

  private static final List<String> JSON =
      List.of(
          "{}",
          "{\"a\": null, \"b\": [1, -2.5, true, \"x\\ty\\\\\\\"z\"], \"c\": {\"d\": \"\"}}",
          "{\"\\u0000\": \"\\u00e9\\ud83d\\ude80\", \"\\n\": 9007199254740993}",
          "{\"text\": \"Zo\u00eb \ud83d\ude80 \u65e5\u672c\"}");

  private static final List<Case> CASES =
      List.of(
          new Case(IntegerType.BIGINT, List.of(), random -> 0L),
          new Case(
              IntegerType.INT,
              List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1),
              Random::nextInt),
          new Case(
              IntegerType.BIGINT, List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L), Random::nextLong),
          new Case(new YearType(), List.of(0, 9999), random -> random.nextInt(10_000)),
          new Case(
              new NumberType(65, 30, NumberNotation.DEFAULT),
              List.of(
                  new BigDecimal(BigInteger.TEN.pow(65).subtract(BigInteger.ONE), 30),
                  new BigDecimal(BigInteger.TEN.pow(65).subtract(BigInteger.ONE).negate(), 30),
                  new BigDecimal(BigInteger.ONE, 30),
                  new BigDecimal(BigInteger.ZERO, 30)),
              random -> new BigDecimal(new BigInteger(200, random), 30)),
          new Case(
              new NumberType(18, 4, NumberNotation.DEFAULT),
              List.of(
                  new BigDecimal("99999999999999.9999"),
                  new BigDecimal("-99999999999999.9999"),
                  new BigDecimal("-0.0001"),
                  new BigDecimal("0.0000")),
              random -> BigDecimal.valueOf(random.nextInt(), 4)),
          new Case(
              new NumberType(20, 0, NumberNotation.DEFAULT),
              List.of(
                  new BigDecimal("99999999999999999999"), new BigDecimal("-1"), BigDecimal.ZERO),
              random -> BigDecimal.valueOf(random.nextLong())),
          new Case(
              new NumberType(NumberNotation.DEFAULT),
              List.of(
                  Double.MAX_VALUE,
                  -Double.MAX_VALUE,
                  Double.MIN_NORMAL,
                  0.0,
                  0.1,
                  1e15,
                  1e-7,
                  9.999999999999999e22),
              random -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300)),
          new Case(BooleanType.DEFAULT, List.of(true, false), Random::nextBoolean),
          new Case(
              new StringType(40),
              List.of(
                  "", " ", "\t", "\n\r\0\u001a\\N'\"", "\\N", "NULL", "\ud83d\ude80".repeat(40)),
              AllTypesIT::text),
          new Case(new StringType(null), List.of("", "x".repeat(70_000)), AllTypesIT::text),
          new Case(
              new StringType(null, StringType.Format.UUID),
              List.of(new UUID(0, 0).toString(), new UUID(-1, -1).toString()),
              random -> new UUID(random.nextLong(), random.nextLong()).toString()),
          new Case(
              new DateType(null),
              List.of(
                  LocalDate.of(1000, 1, 1), LocalDate.of(9999, 12, 31), LocalDate.of(2000, 2, 29)),
              random -> LocalDate.ofEpochDay(random.nextInt(100_000))),
          new Case(
              new TimeType(null),
              List.of(
                  LocalTime.MIDNIGHT,
                  LocalTime.of(23, 59, 59, 999_999_000),
                  LocalTime.of(0, 0, 0, 1000)),
              random -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1000)),
          new Case(
              DatetimeType.ISO,
              List.of(
                  LocalDateTime.of(1000, 1, 1, 0, 0),
                  LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
              random ->
                  LocalDateTime.of(2000, 1, 1, 0, 0)
                      .plusNanos(random.nextLong(Long.MAX_VALUE / 1000) * 1000)),
          new Case(
              new YearMonthType(),
              List.of("0000-01", "9999-12"),
              random -> "20" + (10 + random.nextInt(90)) + "-07"),
          new Case(
              new JsonType(JsonType.Kind.OBJECT),
              JSON,
              random -> JSON.get(random.nextInt(JSON.size()))),
          new Case(
              new JsonType(JsonType.Kind.ARRAY),
              List.of("[]", "[[], {}, null]"),
              random -> "[" + random.nextInt() + "]"));

  private static final TableDefinition ALL =
      TableDefinition.of(
          "all types",
          IntStream.range(0, CASES.size())
              .mapToObj(i -> Column.of("column %d".formatted(i), CASES.get(i).type()))
              .toList(),
          List.of("column 0"));

  @RegisterExtension static final TestSchema schema = TestSchema.of(List.of(ALL));

  @RegisterExtension
  static final TestSchema withoutFiles =
      TestSchema.of(List.of(ALL), settings -> TestDatabase.with(settings, "localInfile", false));

  private static Object text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.appendCodePoint(
          random.nextInt(3) == 0 ? random.nextInt(128) : 0xE000 + random.nextInt(0x1FFF));
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void whatIsReadIsStored(boolean files, boolean large) {
    TestSchema tested = files ? schema : withoutFiles;
    Random random = new Random(4711);
    List<Row> rows = new ArrayList<>();
    for (int line = 0; line < ROWS; line++) {
      rows.add(row(line, random));
    }
    LoadPlan plan =
        large
            ? Loads.largePlan(tested.name, tested.table(ALL.name()), false, DuplicateKeys.REJECT)
            : Loads.plan(tested.name, tested.table(ALL.name()), false, DuplicateKeys.REJECT);

    LoadTransaction load = await(TestSchema.recorded(tested.adapter).begin(plan));
    Written written = await(load.write(rows));
    await(load.commit(Loads.result(written)));

    assertThat(written.inserted()).isEqualTo(ROWS);
    List<List<@Nullable Object>> stored = tested.content(tested.table(ALL.name()));
    stored.sort(Comparator.comparing(row -> (Long) row.get(0)));
    for (int line = 0; line < ROWS; line++) {
      assertThat(comparable(stored.get(line))).isEqualTo(comparable(rows.get(line).values()));
    }
  }

  /** Extremes first; each value as its type reads it. */
  private static Row row(int line, Random random) {
    @Nullable Object[] values = new Object[CASES.size()];
    values[0] = (long) line;
    for (int i = 1; i < values.length; i++) {
      Case tested = CASES.get(i);
      Object value =
          line < tested.extremes().size()
              ? tested.extremes().get(line)
              : tested.random().apply(random);
      boolean missing = line >= tested.extremes().size() && random.nextInt(10) == 0;
      values[i] = missing ? null : tested.type().parse(tested.type().format(value));
      assertThat(missing ? value : values[i]).isEqualTo(value);
    }
    return Loads.row(line, values);
  }

  /** MySQL stores JSON without its blanks, and its members in an order of its own. */
  private static List<@Nullable Object> comparable(List<@Nullable Object> row) {
    List<@Nullable Object> comparable = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      boolean json = CASES.get(i).type().storage().kind() == Storage.Kind.JSON;
      comparable.add(json && value != null ? Json.decodeValue((String) value) : value);
    }
    return comparable;
  }
}
