package com.globant.hiring.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerTextTest {
  @ParameterizedTest
  @CsvSource({
    "999999999999999999, 999999999999999999",
    "-999999999999999999, -999999999999999999",
    "000999999999999999999.0, 999999999999999999"
  })
  void integersOf18DigitsAreRead(String text, long value) {
    assertThat(IntegerText.read(text)).isEqualTo(value);
    assertThat(IntegerText.isValue(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000000000000000000",
        "1000000000000000001",
        "+1000000000000000009.0",
        " -1000000000000000009",
        "9223372036854775807",
        "99999999999999999999"
      })
  void integersOfMoreThan18DigitsAreLong(String text) {
    assertThat(IntegerText.read(text)).isEqualTo(IntegerText.LONG);
    assertThat(IntegerText.readLong(text))
        .isEqualTo(new BigInteger(text.strip().replace(".0", "")));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {IntegerText.INVALID, IntegerText.FRACTION, IntegerText.GROUPED, IntegerText.LONG})
  void constantsAreNoValues(long constant) {
    assertThat(IntegerText.isValue(constant)).isFalse();
  }
}
