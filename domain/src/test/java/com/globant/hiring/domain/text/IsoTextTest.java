package com.globant.hiring.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTextTest {
  private static final Pattern SHAPE =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})"
              + "(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,6})0*)?)?"
              + "(Z|z| UTC|([+-])([0-9]{2})(?::?([0-9]{2}))?)?)?");

  @ParameterizedTest
  @CsvSource({
    "2021-11-07T02:48:42Z, 2021-11-07T02:48:42",
    "2021-11-07 02:48:42Z, 2021-11-07T02:48:42",
    "2021-11-07T02:48:42, 2021-11-07T02:48:42",
    "2021-11-07T02:48, 2021-11-07T02:48",
    "2021-11-07T02:48Z, 2021-11-07T02:48",
    "2021-11-07T02:48-05:00, 2021-11-07T07:48",
    "2021-11-07, 2021-11-07T00:00",
    "2021-11-07T02:48:42.1Z, 2021-11-07T02:48:42.100",
    "2021-11-07T02:48:42.123456Z, 2021-11-07T02:48:42.123456",
    "2021-11-07T02:48:42.000001, 2021-11-07T02:48:42.000001",
    "2021-11-07T02:48:42+01:00, 2021-11-07T01:48:42",
    "2021-12-31T23:30:00-01:00, 2022-01-01T00:30",
    "2021-01-01T00:30:00+05:45, 2020-12-31T18:45",
    "2021-11-07T02:48:42+00:00, 2021-11-07T02:48:42",
    "2021-11-07T02:48:42-00:30, 2021-11-07T03:18:42",
    "2021-11-07T02:48:42+18:00, 2021-11-06T08:48:42",
    "2020-02-29T00:00:00Z, 2020-02-29T00:00",
    "2000-02-29, 2000-02-29T00:00",
    "0000-01-01, 0000-01-01T00:00",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999",
    "2021-07-27 16:02:08+00, 2021-07-27T16:02:08",
    "2021-07-27T16:02:08-0530, 2021-07-27T21:32:08",
    "2021-07-27T16:02-05, 2021-07-27T21:02",
    "2021-07-27T16:02:08+1800, 2021-07-26T22:02:08",
    "2021-07-27 16:02:08 UTC, 2021-07-27T16:02:08",
    "2021-07-27 16:02:08.5 UTC, 2021-07-27T16:02:08.5",
    "2021-07-27t16:02:08z, 2021-07-27T16:02:08",
    "2021-07-27 16:02:08.000000000, 2021-07-27T16:02:08",
    "2021-07-27 16:02:08.12345600000, 2021-07-27T16:02:08.123456",
    "' 2021-07-27T16:02:08Z', 2021-07-27T16:02:08",
    "'2021-07-27 16:02:08 UTC\t ', 2021-07-27T16:02:08",
    "'\t2021-07-27 ', 2021-07-27T00:00",
    "'\u00a02021-07-27T16:02:08Z\n', 2021-07-27T16:02:08",
  })
  void readsDatetimesIntoUtc(String text, LocalDateTime datetime) {
    assertThat(read(text)).isEqualTo(datetime);
  }

  @ParameterizedTest
  @CsvSource({"'2021-11-07T02:48:42,5', 2021-11-07T02:48:42.5"})
  void aFractionMayFollowAComma(String text, LocalDateTime datetime) {
    assertThat(read(text)).isEqualTo(datetime);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "2021-02-29",
        "1900-02-29",
        "2021-04-31",
        "2021-13-01",
        "2021-00-10",
        "2021-01-00",
        "2021-01-32",
        "2021-11-07T24:00:00Z",
        "2021-11-07T23:60:00Z",
        "2021-11-07T23:59:60Z",
        "2021-11-07T02:48:42.1234567Z",
        "2021-11-07T02:48:42+18:01",
        "2021-11-07T02:48:42+05:60",
        "2021-11-07T02:48:42+99:00",
        "2021-11-07T02:48:42 Z",
        "2021-11-07T02:48:42UTC",
        "2021-11-07T02:48:42 UTC+1",
        "2021-11-07T02:48:42 +00:00",
        "2021-11-07T02:48:42+5",
        "2021-11-07T02:48:42+050",
        "2021-11-07T02:48:42+05:",
        "2021-11-07T02:48:42+05:3",
        "2021-11-07T02:48:42+05300",
        "2021-11-07T02:48:42.1234560001Z",
        "2021-11-07T02:48:42.Z",
        "2021-11-07 UTC",
        "2021-11-07T02:48:42 CET",
        "2021-11-07T02",
        "2021-11-07T",
        "2021-11-07Z",
        "2021-11-07  02:48",
        "2021-11-7",
        "2021-1-07",
        "21-11-07",
        "+2021-11-07",
        "-2021-11-07",
        "12021-11-07",
        "20211107",
        "20211107T024842Z",
        "2021-W45-7",
        "2021-311",
        "07/11/2021",
        "1636253322",
        "２０２１-11-07",
        "datetime",
        "NULL"
      })
  void whatIsNoDatetimeIsAFault(String text) {
    assertThat(read(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "27/07/2021, ambiguous",
    "07.11.2021 10:00, ambiguous",
    "7-11-21, ambiguous",
    "2021/07/27, hyphens",
    "1636253322, number",
    "44197.5, number",
    "2021-13-01, month that does not exist",
    "2021-00-10, month that does not exist",
    "2021-01-00, day that its month does not have",
    "2021-02-29T00:00, day that its month does not have",
    "2021-11-07T24:00:00Z, time of day that does not exist",
    "2021-11-07T23:59:60Z, time of day that does not exist",
    "2021-11-07T02:48:42.1234567Z, more than 6 digits of a second",
    "2021-11-07T02:48:42 CET, time zone that cannot be read",
    "2021-11-07T02:48:42+5, time zone that cannot be read",
    "2021-11-07T02:48:42+19, time zone that does not exist",
    "2021-11-07T02, no ISO 8601 date and time",
    "yesterday, no ISO 8601 date and time",
    "'', no ISO 8601 date and time",
  })
  void saysWhatIsWrong(String text, String fault) {
    assertThat(IsoText.readDatetime(text))
        .isInstanceOfSatisfying(
            Fault.class,
            found -> {
              assertThat(found.code()).isEqualTo(RowErrorCode.INVALID_DATETIME);
              assertThat(found.message()).contains(fault);
            });
  }

  private static @Nullable LocalDateTime read(String text) {
    return IsoText.readDatetime(text) instanceof LocalDateTime datetime ? datetime : null;
  }

  @Property
  void readsEveryShapeAsTheJdkDoes(@ForAll("datetimes") String text) {
    assertThat(read(text)).isNotNull().isEqualTo(slowly(text));
  }

  @Property(tries = 5000)
  void readsWhatIsAlmostADatetimeAsASlowReaderDoes(
      @ForAll("datetimes") String text,
      @ForAll @IntRange(max = 40) int at,
      @ForAll("signs") char sign,
      @ForAll @IntRange(max = 2) int kind) {
    String mutated = mutated(text, at % text.length(), sign, kind);

    assertThat(read(mutated)).isEqualTo(slowly(mutated));
  }

  @Property(tries = 5000)
  void readsNumbersInTheRightPlacesAsASlowReaderDoes(@ForAll("unchecked") String text) {
    assertThat(read(text)).isEqualTo(slowly(text));
  }

  @Provide
  Arbitrary<Character> signs() {
    return Arbitraries.chars().with("0123456789-+:.,TZ tz/UC\t\u00a0");
  }

  @Provide
  Arbitrary<String> datetimes() {
    Arbitrary<String> dates =
        Arbitraries.longs()
            .between(LocalDate.of(0, 1, 1).toEpochDay(), LocalDate.of(9999, 12, 31).toEpochDay())
            .map(day -> LocalDate.ofEpochDay(day).toString());
    Arbitrary<String> offsets =
        Arbitraries.integers()
            .between(-18 * 60, 18 * 60)
            .map(minutes -> ZoneOffset.ofTotalSeconds(minutes * 60).getId());
    return shapes(
        dates,
        numbers(23),
        numbers(59),
        Arbitraries.oneOf(
            offsets,
            offsets.map(offset -> offset.replace(":", "")),
            Arbitraries.of("", "Z", "z", " UTC", "+01", "-12")));
  }

  @Provide
  Arbitrary<String> unchecked() {
    Arbitrary<String> dates =
        Combinators.combine(Arbitraries.integers().between(1890, 2110), numbers(13), numbers(32))
            .as((year, month, day) -> year + "-" + month + "-" + day);
    Arbitrary<String> offsets =
        Combinators.combine(Arbitraries.of("+", "-"), numbers(19), numbers(61))
            .as((sign, hours, minutes) -> sign + hours + minutes)
            .flatMap(
                offset ->
                    Arbitraries.of(
                        offset,
                        offset.substring(0, 3),
                        offset.substring(0, 3) + ":" + offset.substring(3)));
    return shapes(dates, numbers(25), numbers(61), offsets);
  }

  private static Arbitrary<String> shapes(
      Arbitrary<String> dates,
      Arbitrary<String> hours,
      Arbitrary<String> sixties,
      Arbitrary<String> offsets) {
    Arbitrary<String> fractions =
        Combinators.combine(
                Arbitraries.of(".", ","),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(6),
                Arbitraries.of("", "", "0", "000"))
            .as((point, digits, zeros) -> point + digits + zeros);
    Arbitrary<String> seconds =
        Combinators.combine(sixties, Arbitraries.oneOf(Arbitraries.of(""), fractions))
            .as((second, fraction) -> ":" + second + fraction);
    Arbitrary<String> times =
        Combinators.combine(
                Arbitraries.of("T", "t", " "),
                hours,
                sixties,
                Arbitraries.oneOf(Arbitraries.of(""), seconds),
                offsets)
            .as((t, hour, minute, rest, offset) -> t + hour + ":" + minute + rest + offset);
    Arbitrary<String> midnight = Arbitraries.of("");
    return Combinators.combine(dates, Arbitraries.oneOf(times, times, times, midnight))
        .as(String::concat);
  }

  private static Arbitrary<String> numbers(int last) {
    return Arbitraries.integers().between(0, last).map("%02d"::formatted);
  }

  private static String mutated(String text, int at, char sign, int kind) {
    return switch (kind) {
      case 0 -> text.substring(0, at) + sign + text.substring(at + 1);
      case 1 -> text.substring(0, at) + sign + text.substring(at);
      default -> text.substring(0, at) + text.substring(at + 1);
    };
  }

  private static @Nullable LocalDateTime slowly(String text) {
    Matcher parts = SHAPE.matcher(text.replaceAll("^\\p{IsWhite_Space}+|\\p{IsWhite_Space}+$", ""));
    if (!parts.matches()) {
      return null;
    }
    try {
      LocalDate date = LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
      return LocalDateTime.of(date, time(parts))
          .atOffset(offset(parts))
          .withOffsetSameInstant(ZoneOffset.UTC)
          .toLocalDateTime();
    } catch (DateTimeException impossible) {
      return null;
    }
  }

  private static LocalTime time(Matcher parts) {
    String fraction = parts.group(7);
    int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    return LocalTime.of(number(parts, 4), number(parts, 5), number(parts, 6), nanos);
  }

  private static ZoneOffset offset(Matcher parts) {
    int sign = "-".equals(parts.group(9)) ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * number(parts, 10), sign * number(parts, 11));
  }

  private static int number(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
