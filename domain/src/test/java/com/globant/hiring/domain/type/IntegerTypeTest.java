package com.globant.hiring.domain.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.NumberNotation;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerTypeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "05, 5",
    "000000000000000000000000000042, 42",
    "-0, 0",
    "+3, 3",
    "-3, -3",
    "2147483647, 2147483647",
    "-2147483648, -2147483648",
    "-00002147483648, -2147483648",
    "'  12', 12",
    "'12\t ', 12",
    "'\u00a012\n', 12",
    "' -12 ', -12",
    "5.0, 5",
    "5.00, 5",
    "-3.0, -3",
    "+3.0, 3",
    "' 5.0\t', 5",
    "05.0, 5",
    "0.000, 0",
    "-0.0, 0",
    "1234.000, 1234",
    "1.0000, 1",
    "2147483647.0, 2147483647",
    "-2147483648.00, -2147483648",
  })
  void readsDecimals(String text, int value) {
    assertThat(IntegerType.INT.parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2147483648",
        "+2147483648",
        "-2147483649",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "99999999999999999999999999999999999999999999",
        "0099999999999999999999",
        "2147483648.0",
        "-2147483649.0"
      })
  void refusesMoreThan32Bits(String text) {
    assertFault(text, RowErrorCode.OUT_OF_RANGE, "must be between -2147483648 and 2147483647");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "+",
        "-",
        "--1",
        "+-1",
        "1-",
        "- 1",
        "1 2",
        "5.",
        ".5",
        ".0",
        "-.0",
        "5.0.0",
        "1.000.000",
        "5. 0",
        "5 .0",
        "5,0",
        "5.0x",
        "5.0e0",
        "1e3",
        "0x10",
        "1_000",
        "1,000",
        "12a",
        "a12",
        "NULL",
        "\\N",
        "N/A",
        "NaN",
        "٣",
        "１",
        "99999999999999999999x",
        "id"
      })
  void refusesWhatIsNotAnInteger(String text) {
    assertFault(
        text,
        RowErrorCode.INVALID_INTEGER,
        "is not an integer; write digits with an optional sign, as in 42");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5.5", "-0.5", "5.01", "5.10", "1.234", "0.001", " 5.5 ", "99999999999.5"})
  void refusesFractions(String text) {
    assertFault(
        text, RowErrorCode.INVALID_INTEGER, "has a fraction; write a whole number, as in 42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.000", "-12.000", "+999.000", " 10.000 "})
  void refusesWhatMayBeThousands(String text) {
    assertFault(
        text,
        RowErrorCode.INVALID_INTEGER,
        "may be thousands or have a fraction; write digits alone, as in 42");
  }

  @Property
  void readsEveryIntegerAsItIsPrinted(@ForAll int value) {
    assertThat(IntegerType.INT.parse(Integer.toString(value))).isEqualTo(value);
  }

  @Property
  void zerosInFrontAndBlanksAroundDoNotCount(
      @ForAll int value, @ForAll @IntRange(max = 30) int zeros, @ForAll("blanks") String blanks) {
    BigInteger magnitude = BigInteger.valueOf(value).abs();
    String text = blanks + (value < 0 ? "-" : "") + "0".repeat(zeros) + magnitude + blanks;

    assertThat(IntegerType.INT.parse(text)).isEqualTo(value);
  }

  @Property
  void readsLikeASlowReader(@ForAll("almostIntegers") String text) {
    Object read = IntegerType.BIGINT.parse(text);

    assertThat(read instanceof Fault fault ? fault.message().split(" ", -1)[0] : read)
        .isEqualTo(slowly(text));
  }

  @Provide
  Arbitrary<String> blanks() {
    return Arbitraries.strings().withChars(" \t\n\u00a0\u2003").ofMaxLength(3);
  }

  @Provide
  Arbitrary<String> almostIntegers() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789").withChars("+- .").ofMaxLength(14),
        Arbitraries.strings().withChars("0123456789").ofMinLength(9).ofMaxLength(22),
        Arbitraries.strings().withChars("01. ").ofMaxLength(9),
        Arbitraries.strings().ofMaxLength(4));
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "-9223372036854775808.00, -9223372036854775808",
    "+0009223372036854775806, 9223372036854775806",
    "999999999999999999, 999999999999999999",
    "1000000000000000000, 1000000000000000000",
    "2147483648, 2147483648",
    "7, 7"
  })
  void reads64Bits(String text, long value) {
    assertThat(IntegerType.BIGINT.parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "-9223372036854775809"})
  void refusesMoreThan64Bits(String text) {
    assertThat(IntegerType.BIGINT.parse(text))
        .isEqualTo(
            new Fault(
                RowErrorCode.OUT_OF_RANGE,
                "must be between -9223372036854775808 and 9223372036854775807"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "x", "", "5.5", "1.000"})
  void refusesWhatIsNotAnIntegerOf64Bits(String text) {
    assertThat(IntegerType.BIGINT.parse(text))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(RowErrorCode.INVALID_INTEGER));
  }

  @ParameterizedTest
  @CsvSource({
    "0, BELOW_MINIMUM, must be at least 1",
    "-99999999999999999999, BELOW_MINIMUM, must be at least 1",
    "101, ABOVE_MAXIMUM, must be at most 100",
    "99999999999999999999, ABOVE_MAXIMUM, must be at most 100"
  })
  void boundsOfTheTableHaveTheirOwnCodes(String text, RowErrorCode code, String message) {
    assertThat(new IntegerType(1, 100, NumberNotation.DEFAULT).parse(text))
        .isEqualTo(new Fault(code, message));
  }

  @ParameterizedTest
  @CsvSource({
    "-5000000001, BELOW_MINIMUM, must be at least -5000000000",
    "5000000001, ABOVE_MAXIMUM, must be at most 5000000000"
  })
  void boundsBeyond32BitsHaveTheirOwnCodesToo(String text, RowErrorCode code, String message) {
    assertThat(new IntegerType(-5_000_000_000L, 5_000_000_000L, NumberNotation.DEFAULT).parse(text))
        .isEqualTo(new Fault(code, message));
  }

  private static void assertFault(String text, RowErrorCode code, String message) {
    assertThat(IntegerType.INT.parse(text)).isEqualTo(new Fault(code, message));
  }

  /** The value, or the first word of the message. */
  private static Object slowly(String text) {
    String stripped = text.replaceAll("^\\p{IsWhite_Space}+|\\p{IsWhite_Space}+$", "");
    if (!stripped.matches("[+-]?[0-9]+([.][0-9]+)?")) {
      return "is";
    }
    if (stripped.matches(".*[.].*[1-9].*")) {
      return "has";
    }
    if (stripped.matches("[+-]?[1-9][0-9]{0,2}[.]000")) {
      return "may";
    }
    BigInteger value = new BigInteger(stripped.replaceAll("[.]0+$", ""));
    return value.bitLength() <= 63 ? (Object) value.longValue() : "must";
  }
}
