package com.globant.hiring.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberNotationTest {
  @ParameterizedTest
  @CsvSource({
    "'.', -1234.5, -1234.5",
    "',', -1234.5, '-1234,5'",
    "',', 1.5e-7, '1,5e-7'",
    "',', 42, 42",
  })
  void plainNumbersAreWrittenInTheNotation(char decimalChar, String plain, String written) {
    NumberNotation notation = new NumberNotation(decimalChar, null, true);

    assertThat(notation.ofPlain(plain)).isEqualTo(written);
    assertThat(notation.plain(written)).isEqualTo(plain);
  }
}
