package com.globant.hiring.domain.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.TimeFormat;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.Bound;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.Constraint;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.LengthBound;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.OneOf;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TextPattern;
import com.globant.hiring.domain.type.TimeType;
import com.globant.hiring.domain.type.YearMonthType;
import com.globant.hiring.domain.type.YearType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Each line of {@code values.csv} has a column, a text, and the value, {@code missing} or a code;
 * each line of {@code messages.csv} a column, a text that it refuses, and the message.
 */
class ColumnRuleTest {
  private static final NumberNotation EUROPEAN = new NumberNotation(',', '.', true);
  private static final NumberNotation CURRENCY = new NumberNotation('.', ',', false);
  private static final NumberType DECIMAL = new NumberType(5, 2, NumberNotation.DEFAULT);
  private static final NumberType DOUBLE = new NumberType(NumberNotation.DEFAULT);
  private static final StringType TEXT = new StringType(null);
  private static final JsonType ARRAY = new JsonType(JsonType.Kind.ARRAY);

  private final Map<String, Column> columns = new HashMap<>();

  ColumnRuleTest() {
    add("int", IntegerType.INT);
    add("bigint", IntegerType.BIGINT);
    add("int 1 to 100", new IntegerType(1, 100, NumberNotation.DEFAULT));
    add("int grouped", new IntegerType(-99999, 99999, new NumberNotation('.', ',', true)));
    add("int with text", new IntegerType(-99999, 99999, CURRENCY));
    add("bigint of", IntegerType.BIGINT, oneOf(IntegerType.BIGINT, "1", "2"));
    add("double", DOUBLE);
    add("double european", new NumberType(EUROPEAN));
    add("double with text", new NumberType(CURRENCY));
    add("double with comma", new NumberType(new NumberNotation(',', null, true)));
    addBounds("double", DOUBLE, "-0.5", "0.5");
    add("double of", DOUBLE, oneOf(DOUBLE, "1", "2.5"));
    add("decimal", DECIMAL);
    add("decimal european", new NumberType(5, 2, EUROPEAN));
    add("decimal whole", new NumberType(3, 0, NumberNotation.DEFAULT));
    addBounds("decimal", DECIMAL, "-0.5", "0.5");
    add("decimal of", DECIMAL, oneOf(DECIMAL, "1", "2.5"));
    add("text", TEXT);
    add("string 3", new StringType(3));
    add("text from 2", TEXT, new LengthBound(true, 2, false));
    add("text a+", TEXT, new TextPattern("a+", text -> text.matches("a+")));
    add("text of", TEXT, oneOf(TEXT, "a", "b"));
    add("text of ten", TEXT, oneOf(TEXT, "abcdefghij".split("")));
    add("text of eleven", TEXT, oneOf(TEXT, "abcdefghijk".split("")));
    add("uuid", new StringType(null, StringType.Format.UUID));
    add("email", new StringType(null, StringType.Format.EMAIL));
    add("uri", new StringType(null, StringType.Format.URI));
    add("boolean", BooleanType.DEFAULT);
    add("boolean german", new BooleanType(List.of("ja", "j"), List.of("nein")));
    add("boolean of", BooleanType.DEFAULT, oneOf(BooleanType.DEFAULT, "true"));
    addTime("date", new DateType(null), "2021-03-01", "2021-03-31");
    add("date european", new DateType(new TimeFormat("%d.%m.%Y")));
    add("date short", new DateType(new TimeFormat("%m/%d/%y")));
    add("date with words", new DateType(new TimeFormat("%d %B %Y")));
    addTime("time", new TimeType(null), "08:00", "17:30");
    add("time half days", new TimeType(new TimeFormat("%I:%M %p")));
    addTime("datetime", DatetimeType.ISO, "2021-03-01", "2021-03-31T12:00");
    add("datetime european", new DatetimeType(new TimeFormat("%d.%m.%Y %H:%M:%S")));
    add("datetime with zone", new DatetimeType(new TimeFormat("%Y%m%d%H%M%S.%f %z")));
    add("datetime of day", new DatetimeType(new TimeFormat("%d/%m/%Y")));
    addTime("year", new YearType(), "2000", "2020");
    addTime("yearmonth", new YearMonthType(), "2021-03", "2021-05");
    add("object", new JsonType(JsonType.Kind.OBJECT));
    add("array", ARRAY);
    add("array 1 to 2", ARRAY, new LengthBound(true, 1, true), new LengthBound(false, 2, true));
    add("array of", ARRAY, oneOf(ARRAY, "[]", "[1]"));
    add("object to 1", new JsonType(JsonType.Kind.OBJECT), new LengthBound(false, 1, true));
    add("geojson", new JsonType(JsonType.Kind.GEOJSON));
    columns.put("int missing NA", missing(IntegerType.INT, "NA", "-"));
    columns.put("text missing NA", missing(TEXT, "NA", "-"));
  }

  private void add(String name, ColumnType type, Constraint... constraints) {
    columns.put(name, Column.of(name, type).with(constraints));
  }

  private void addBounds(String name, ColumnType type, String least, String most) {
    add(name + " from", type, bound(Bound.Kind.MINIMUM, type, least));
    add(name + " to", type, bound(Bound.Kind.MAXIMUM, type, most));
    add(name + " above", type, bound(Bound.Kind.EXCLUSIVE_MINIMUM, type, least));
    add(name + " below", type, bound(Bound.Kind.EXCLUSIVE_MAXIMUM, type, most));
  }

  /** The type, with bounds, and with an enum of both bounds. */
  private void addTime(String name, ColumnType type, String least, String most) {
    add(name, type);
    addBounds(name, type, least, most);
    add(name + " of", type, oneOf(type, least, most));
  }

  private static Bound bound(Bound.Kind kind, ColumnType type, String limit) {
    return new Bound(kind, type.parse(limit), limit);
  }

  private static OneOf oneOf(ColumnType type, String... values) {
    return new OneOf(type, Arrays.stream(values).map(type::parse).toList());
  }

  private static Column missing(ColumnType type, String... values) {
    return new Column("a", null, null, List.of(), type, false, List.of(values), List.of());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/values.csv", maxCharsPerColumn = 2000)
  void textIsAValueOrMissingOrRefused(String column, String text, String expected) {
    assertThat(outcome(column, text)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/messages.csv", maxCharsPerColumn = 2000)
  void messageSaysWhatIsWrong(String column, String text, String message) {
    assertThat(rule(column).read(text))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.message()).isEqualTo(message));
  }

  @Test
  void everyColumnIsTried() {
    assertThat(
            new BufferedReader(
                    new InputStreamReader(
                        Objects.requireNonNull(
                            ColumnRuleTest.class.getResourceAsStream("/values.csv")),
                        StandardCharsets.UTF_8))
                .lines()
                .map(line -> line.split(",", 2)[0]))
        .containsAll(columns.keySet());
  }

  @Test
  void allowedValuesAreKnownOnceEachInTheirOrder() {
    assertThat(oneOf(IntegerType.INT, "3", "1", "3", "2").values()).containsExactly(3, 1, 2);
  }

  @Test
  void longNumbersAreRefusedInAnInstant() {
    assertThat(outcome("decimal", "1" + "0".repeat(100_000))).isEqualTo("invalid_number");
    assertThat(outcome("decimal", "1e999999")).isEqualTo("out_of_range");
    assertThat(outcome("double", "1e-999999")).isEqualTo("out_of_range");
    assertThat(outcome("bigint", "9".repeat(1000))).isEqualTo("out_of_range");
  }

  @Test
  void deepJsonIsRefused() {
    assertThat(outcome("array", "[".repeat(100) + "]".repeat(100))).startsWith("[[");
    assertThat(outcome("array", "[".repeat(101) + "]".repeat(101))).isEqualTo("invalid_json");
    assertThat(outcome("array", "[".repeat(100_000))).isEqualTo("invalid_json");
  }

  @Test
  void deepJsonObjectsAreRefused() {
    String outer = "{\"a\": ";

    assertThat(outcome("object", outer.repeat(99) + "{}" + "}".repeat(99))).startsWith(outer);
    assertThat(outcome("object", outer.repeat(100) + "{}" + "}".repeat(100)))
        .isEqualTo("invalid_json");
  }

  @Test
  void numbersOfJsonHaveAtMost400Characters() {
    assertThat(outcome("array", "[0." + "1".repeat(398) + "]")).startsWith("[0.1");
    assertThat(outcome("array", "[0." + "1".repeat(399) + "]")).isEqualTo("invalid_json");
  }

  @Test
  void undecodableBytesComeBeforeOtherFaults() {
    String text = "a" + Undecodable.of((byte) 0xE9);

    for (String column : List.of("int", "text", "boolean", "date", "object", "uuid")) {
      assertThat(outcome(column, text)).as(column).isEqualTo("invalid_encoding");
    }
  }

  private String outcome(String name, String text) {
    ColumnRule rule = rule(name);
    if (rule.isMissing(text)) {
      return "missing";
    }
    Object value = rule.read(text);
    return value instanceof Fault fault ? fault.code().wireName() : value.toString();
  }

  private ColumnRule rule(String name) {
    Column column = Objects.requireNonNull(columns.get(name), name);
    Table table =
        new Schema("s", List.of(TableDefinition.of("t", List.of(column), List.of())))
            .tables()
            .get(0);
    return new ColumnRule(table, column);
  }
}
