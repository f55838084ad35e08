package com.globant.hiring.domain.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.TimeFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What definitions and the database know of types. */
class ColumnTypeTest {
  private static final NumberNotation EUROPEAN = new NumberNotation(',', '.', true);
  private static final BooleanType GERMAN = new BooleanType(List.of("ja"), List.of("nein"));

  static Stream<Arguments> types() {
    TimeFormat hours = new TimeFormat("%H:%M");
    TimeFormat days = new TimeFormat("%d.%m.%Y");
    return Stream.of(
        arguments("integer", new IntegerType(0, 9, EUROPEAN), Storage.of(Storage.Kind.INT)),
        arguments("integer", IntegerType.INT, Storage.of(Storage.Kind.INT)),
        arguments("integer", bigint(Integer.MIN_VALUE - 1L, 0), Storage.of(Storage.Kind.BIGINT)),
        arguments("integer", bigint(0, Integer.MAX_VALUE + 1L), Storage.of(Storage.Kind.BIGINT)),
        arguments("number", new NumberType(EUROPEAN), Storage.of(Storage.Kind.DOUBLE)),
        arguments(
            "number", new NumberType(5, 2, EUROPEAN), new Storage(Storage.Kind.DECIMAL, 5, 2)),
        arguments("string", new StringType(3), Storage.of(Storage.Kind.VARCHAR, 3)),
        arguments("string", new StringType(16_382), Storage.of(Storage.Kind.VARCHAR, 16_382)),
        arguments("string", new StringType(16_383), Storage.of(Storage.Kind.TEXT)),
        arguments("string", new StringType(null), Storage.of(Storage.Kind.TEXT)),
        arguments(
            "string",
            new StringType(null, StringType.Format.UUID),
            Storage.of(Storage.Kind.CHAR, 36)),
        arguments("boolean", GERMAN, Storage.of(Storage.Kind.BOOLEAN)),
        arguments("date", new DateType(days), Storage.of(Storage.Kind.DATE)),
        arguments("time", new TimeType(hours), Storage.of(Storage.Kind.TIME)),
        arguments("datetime", new DatetimeType(days), Storage.of(Storage.Kind.DATETIME)),
        arguments("year", new YearType(), Storage.of(Storage.Kind.SMALLINT)),
        arguments("yearmonth", new YearMonthType(), Storage.of(Storage.Kind.CHAR, 7)),
        arguments("object", new JsonType(JsonType.Kind.OBJECT), Storage.of(Storage.Kind.JSON)),
        arguments("array", new JsonType(JsonType.Kind.ARRAY), Storage.of(Storage.Kind.JSON)),
        arguments("geojson", new JsonType(JsonType.Kind.GEOJSON), Storage.of(Storage.Kind.JSON)));
  }

  private static IntegerType bigint(long minimum, long maximum) {
    return new IntegerType(minimum, maximum, NumberNotation.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("types")
  void typeHasANameAndAStorage(String name, ColumnType type, Storage storage) {
    assertThat(type.typeName()).isEqualTo(name);
    assertThat(type.storage()).isEqualTo(storage);
  }

  static Stream<Arguments> literals() {
    TimeFormat day = new TimeFormat("%d.%m.%Y");
    return Stream.of(
        arguments(new IntegerType(0, 9, EUROPEAN), "9223372036854775807"),
        arguments(new NumberType(5, 2, EUROPEAN), "1.50"),
        arguments(new StringType(3), "abc"),
        arguments(GERMAN, "true"),
        arguments(new DateType(day), "2021-03-04"),
        arguments(new TimeType(new TimeFormat("%I:%M %p")), "16:05"),
        arguments(new DatetimeType(day), "2021-03-04T05:06"),
        arguments(new YearType(), "2021"));
  }

  /** The limits of a definition may be outside those of the type: the type has them from there. */
  @ParameterizedTest
  @MethodSource("literals")
  void definitionsMayUseTheDefaultNotation(ColumnType type, String literal) {
    assertThat(type.inDefaultNotation().parse(literal)).hasToString(literal);
  }

  /** Sizes of the MySQL manual, "Data Type Storage Requirements", with 4 bytes a character. */
  @ParameterizedTest
  @CsvSource({
    "SMALLINT, 0, 0, true, 2, 2",
    "INT, 0, 0, true, 4, 4",
    "BIGINT, 0, 0, true, 8, 8",
    "DOUBLE, 0, 0, true, 8, 8",
    "DECIMAL, 9, 0, true, 4, 4",
    "DECIMAL, 10, 0, true, 8, 8",
    "DECIMAL, 10, 1, true, 8, 8",
    "DECIMAL, 65, 30, true, 32, 32",
    "BOOLEAN, 0, 0, true, 1, 1",
    "CHAR, 36, 0, true, 144, 144",
    "VARCHAR, 255, 0, true, 1020, 1022",
    "TEXT, 0, 0, false, 0, 12",
    "DATE, 0, 0, true, 3, 3",
    "TIME, 0, 0, true, 6, 6",
    "DATETIME, 0, 0, true, 8, 8",
    "JSON, 0, 0, false, 0, 12"
  })
  void storageHasASize(
      Storage.Kind kind, int length, int scale, boolean keyable, int keyBytes, int rowBytes) {
    Storage storage = new Storage(kind, length, scale);

    assertThat(storage.keyable()).isEqualTo(keyable);
    assertThat(storage.keyBytes()).isEqualTo(keyBytes);
    assertThat(storage.rowBytes()).isEqualTo(rowBytes);
  }

  @ParameterizedTest
  @CsvSource({
    "MINIMUM, minimum",
    "MAXIMUM, maximum",
    "EXCLUSIVE_MINIMUM, exclusiveMinimum",
    "EXCLUSIVE_MAXIMUM, exclusiveMaximum"
  })
  void boundsHaveTheNamesOfTableSchema(Bound.Kind kind, String property) {
    assertThat(kind.property()).isEqualTo(property);
  }
}
