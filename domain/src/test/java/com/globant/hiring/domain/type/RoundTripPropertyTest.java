package com.globant.hiring.domain.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.TimeFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a type reads, it writes so that it reads the same value again. */
class RoundTripPropertyTest {
  private static final NumberNotation EUROPEAN = new NumberNotation(',', '.', true);
  private static final NumberNotation CURRENCY = new NumberNotation('.', ',', false);

  private static final List<ColumnType> TYPES =
      List.of(
          IntegerType.INT,
          IntegerType.BIGINT,
          new IntegerType(-5, 5000, CURRENCY),
          new NumberType(NumberNotation.DEFAULT),
          new NumberType(EUROPEAN),
          new NumberType(20, 5, NumberNotation.DEFAULT),
          new NumberType(65, 30, CURRENCY),
          new StringType(3),
          new StringType(null),
          new StringType(null, StringType.Format.UUID),
          new StringType(null, StringType.Format.EMAIL),
          new StringType(null, StringType.Format.URI),
          BooleanType.DEFAULT,
          new BooleanType(List.of("x"), List.of("-")),
          new DateType(null),
          new DateType(new TimeFormat("%d.%m.%Y")),
          new DateType(new TimeFormat("%y%m%d")),
          new TimeType(null),
          new TimeType(new TimeFormat("%I:%M:%S.%f %p")),
          DatetimeType.ISO,
          new DatetimeType(new TimeFormat("%d %b %Y %H:%M:%S.%f %z")),
          new YearType(),
          new YearMonthType(),
          new JsonType(JsonType.Kind.OBJECT),
          new JsonType(JsonType.Kind.ARRAY),
          new JsonType(JsonType.Kind.GEOJSON));

  @Property(tries = 5000)
  void whatIsReadIsReadAgain(@ForAll("types") ColumnType type, @ForAll("texts") String text) {
    Object value = type.parse(text);

    if (!(value instanceof Fault)) {
      assertThat(type.parse(type.format(value))).isEqualTo(value);
    }
  }

  @Property
  void everyDoubleIsReadAgain(@ForAll double value) {
    NumberType type = new NumberType(EUROPEAN);
    Object read = type.parse(type.format(value));

    // Doubles with fewer digits than 15 are not read.
    assertThat(Math.abs(value) < Double.MIN_NORMAL && value != 0 ? value + 0.0 : read)
        .isEqualTo(value + 0.0);
  }

  @Property
  void everyDecimalIsReadAgain(@ForAll BigInteger digits) {
    NumberType type = new NumberType(65, 30, EUROPEAN);
    BigDecimal value = new BigDecimal(digits.mod(BigInteger.TEN.pow(65)), 30);

    assertThat(type.parse(type.format(value))).isEqualTo(value);
  }

  @Property
  void everyDatetimeIsReadAgainInEveryFormat(
      @ForAll("days") LocalDate date, @ForAll("times") LocalTime time) {
    for (String format :
        List.of(
            "%Y-%m-%dT%H:%M:%S.%f",
            "%d %B %Y, %I:%M:%S.%f %p", "%f %S %M %H %d %b %Y %z", "%% %m/%d/%Y %H%M%S%f")) {
      DatetimeType type = new DatetimeType(new TimeFormat(format));
      assertThat(type.parse(type.format(date.atTime(time)))).isEqualTo(date.atTime(time));
    }
    assertThat(DatetimeType.ISO.parse(DatetimeType.ISO.format(date.atTime(time))))
        .isEqualTo(date.atTime(time));
    assertThat(new DateType(null).parse(date.toString())).isEqualTo(date);
    assertThat(new TimeType(null).parse(time.toString())).isEqualTo(time);
  }

  @Provide
  Arbitrary<ColumnType> types() {
    return Arbitraries.of(TYPES);
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Arbitraries.longs()
        .between(LocalDate.of(1000, 1, 1).toEpochDay(), LocalDate.of(9999, 12, 31).toEpochDay())
        .map(LocalDate::ofEpochDay);
  }

  @Provide
  Arbitrary<LocalTime> times() {
    return Arbitraries.longs()
        .between(0, 24L * 3600 * 1_000_000 - 1)
        .map(micros -> LocalTime.ofNanoOfDay(micros * 1000));
  }

  /** Texts that many of the types read, and others. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> date = days().map(LocalDate::toString);
    Arbitrary<String> time = times().map(LocalTime::toString);
    Arbitrary<String> words =
        Arbitraries.of(
            "true",
            "x",
            "-",
            "{\"type\": \"Point\"}",
            "[1, 2]",
            "2021",
            "2021-07",
            "27.07.2021",
            "210727",
            "01:02:03.4 PM",
            "27 Jul 2021 01:02:03.4 +0130",
            "a@b",
            "urn:a",
            "$1,234.5",
            "123e4567-e89b-12d3-a456-426614174000");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(5),
        Arbitraries.strings().withChars("0123456789").withChars("+-.,eE ").ofMaxLength(25),
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.doubles().map(String::valueOf),
        date,
        time,
        Combinators.combine(date, time).as((day, clock) -> day + "T" + clock),
        words);
  }
}
