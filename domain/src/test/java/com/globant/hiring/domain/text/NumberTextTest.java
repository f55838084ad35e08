package com.globant.hiring.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "12, 0, 12",
    "12, 2, 12.00",
    "12.5, 2, 12.50",
    "12.34, 2, 12.34",
    "12.3400, 2, 12.34",
    "-.5, 1, -0.5",
    "+7., 1, 7.0",
    "12.0, 0, 12",
    "99999999999999999, 1, 99999999999999999.0",
    "123456789012345678, 0, 123456789012345678"
  })
  void decimalsOf18DigitsGetTheScale(String text, int scale, BigDecimal decimal) {
    assertThat(NumberText.scaled(text, scale)).isEqualTo(decimal);
  }

  @ParameterizedTest
  @CsvSource({
    "12.345, 2",
    "12.001, 2",
    "0.5, 0",
    "100000000000000000, 1",
    "-100000000000000000, 1",
    "99999999999999999, 2",
  })
  void moreDigitsAreLeftToBigDecimal(String text, int scale) {
    assertThat(NumberText.scaled(text, scale)).isNull();
  }
}
