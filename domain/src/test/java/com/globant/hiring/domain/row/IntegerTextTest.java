package com.globant.hiring.domain.row;

import static org.assertj.core.api.Assertions.assertThat;

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

class IntegerTextTest {

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
    assertThat(IntegerText.read(text)).isEqualTo(value);
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
  void tellsWhatNeedsMoreThan32Bits(String text) {
    assertThat(IntegerText.read(text)).isEqualTo(IntegerText.OUT_OF_RANGE);
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
        "1\n",
        "\u00a01",
        "99999999999999999999x",
        "id"
      })
  void tellsWhatIsNoInteger(String text) {
    assertThat(IntegerText.read(text)).isEqualTo(IntegerText.INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5.5", "-0.5", "5.01", "5.10", "1.234", "0.001", " 5.5 ", "99999999999.5"})
  void tellsWhatHasAFraction(String text) {
    assertThat(IntegerText.read(text)).isEqualTo(IntegerText.FRACTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.000", "-12.000", "+999.000", " 10.000 "})
  void tellsWhatMayBeThousands(String text) {
    assertThat(IntegerText.read(text)).isEqualTo(IntegerText.GROUPED);
  }

  @Property
  void readsEveryIntegerAsItIsPrinted(@ForAll int value) {
    assertThat(IntegerText.read(Integer.toString(value))).isEqualTo(value);
  }

  @Property
  void zerosInFrontAndBlanksAroundDoNotCount(
      @ForAll int value, @ForAll @IntRange(max = 30) int zeros, @ForAll("blanks") String blanks) {
    BigInteger magnitude = BigInteger.valueOf(value).abs();
    String text = blanks + (value < 0 ? "-" : "") + "0".repeat(zeros) + magnitude + blanks;

    assertThat(IntegerText.read(text)).isEqualTo(value);
  }

  @Property
  void readsLikeASlowReader(@ForAll("almostIntegers") String text) {
    assertThat(IntegerText.read(text)).isEqualTo(slowly(text));
  }

  @Provide
  Arbitrary<String> blanks() {
    return Arbitraries.strings().withChars(' ', '\t').ofMaxLength(3);
  }

  @Provide
  Arbitrary<String> almostIntegers() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789").withChars("+- .").ofMaxLength(14),
        Arbitraries.strings().withChars("0123456789").ofMinLength(9).ofMaxLength(12),
        Arbitraries.strings().withChars("01. ").ofMaxLength(9),
        Arbitraries.strings().ofMaxLength(4));
  }

  private static long slowly(String text) {
    String stripped = text.replaceAll("^[ \t]+|[ \t]+$", "");
    if (!stripped.matches("[+-]?[0-9]+([.][0-9]+)?")) {
      return IntegerText.INVALID;
    }
    if (stripped.matches(".*[.].*[1-9].*")) {
      return IntegerText.FRACTION;
    }
    if (stripped.matches("[+-]?[1-9][0-9]{0,2}[.]000")) {
      return IntegerText.GROUPED;
    }
    BigInteger value = new BigInteger(stripped.replaceAll("[.]0+$", ""));
    return value.bitLength() <= 31 ? value.longValue() : IntegerText.OUT_OF_RANGE;
  }
}
