package com.globant.hiring.domain.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%d %Q | %Q is not read; the directives are %Y %y %m %b %B %d %H %I %p %M %S %f %z %%",
        "%d %d | %d is there twice",
        "%Y %y | only one of %Y %y can be there",
        "%m %b | only one of %m %b %B can be there",
        "%H %I %p | only one of %H %I can be there",
        "%I | %I needs %p, and %p needs %I",
        "%H %p | %I needs %p, and %p needs %I"
      })
  void faultyFormatIsRefused(String format, String message) {
    assertThatThrownBy(() -> new TimeFormat(format))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void percentSignAtTheEndIsRefused() {
    assertThatThrownBy(() -> new TimeFormat("%d %")).hasMessageStartingWith("%  is not read");
  }

  @ParameterizedTest
  @CsvSource({
    "%Y-%m-%d, true, false, true, false",
    "%y %b %d, true, false, true, false",
    "%d %B, false, false, true, false",
    "%Y %d, false, false, true, false",
    "%Y %m, false, false, true, false",
    "%H:%M, false, true, false, true",
    "%I:%M %p, false, true, false, true",
    "%H, false, false, false, true",
    "%M:%S, false, false, false, true",
    "%d %f, false, false, true, true",
    "%d %z, false, false, true, true",
    "%% %%, false, false, false, false"
  })
  void formatHasADateOrATimeOrAPartOfThem(
      String format, boolean date, boolean time, boolean partOfDate, boolean partOfTime) {
    TimeFormat read = new TimeFormat(format);

    assertThat(read.hasDate()).isEqualTo(date);
    assertThat(read.hasTime()).isEqualTo(time);
    assertThat(read.hasPartOfDate()).isEqualTo(partOfDate);
    assertThat(read.hasPartOfTime()).isEqualTo(partOfTime);
    assertThat(read.hasFraction()).isEqualTo(format.contains("f"));
    assertThat(read.hasOffset()).isEqualTo(format.contains("z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2021-07-05T00:06:07.000008, '21/Jul/05 12:06:07.000008 AM +0000 %'",
    "1999-12-31T12:00:00.120000, '99/Dec/31 12:00:00.120000 PM +0000 %'",
    "2000-01-01T23:59:59.999999, '00/Jan/01 11:59:59.999999 PM +0000 %'",
    "2000-02-29T11:00:00, '00/Feb/29 11:00:00.000000 AM +0000 %'"
  })
  void valuesAreWrittenInTheFormat(LocalDateTime value, String text) {
    TimeFormat format = new TimeFormat("%y/%b/%d %I:%M:%S.%f %p %z %%");

    assertThat(format.format(value)).isEqualTo(text);
    assertThat(format.format(value.toLocalDate()))
        .isEqualTo(text.substring(0, 9) + " 12:00:00.000000 AM +0000 %");
    assertThat(format.format(value.toLocalTime())).isEqualTo("21/Nov/27" + text.substring(9));
  }

  @ParameterizedTest
  @CsvSource({
    "%d%b%Y %H:%M, 272021 10:00",
    "%d%B%Y %H:%M, 272021 10:00",
    "%Y-%m-%d %I:%M%p, 2021-07-27 10:00",
    "%Y-%m-%d %H:%M%z, 2021-07-27 10:00",
    "%m/%d/%Y %H:%M, 00/27/2021 10:00",
    "%m/%d/%Y %H:%M, 07/00/2021 10:00",
    "%m/%d/%Y %H:%M, 13/01/2021 10:00",
    "%m/%d/%Y %H:%M, 02/29/2021 10:00"
  })
  void nothingThatTheFormatHasMayBeMissingOrImpossible(String format, String text) {
    assertThat(new TimeFormat(format).datetime(text, RowErrorCode.INVALID_DATETIME))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> assertThat(fault.message()).startsWith("is not in the format " + format));
  }

  @Test
  void formatsOfTheSameTextAreEqual() {
    TimeFormat format = new TimeFormat("%d.%m.%Y");

    assertThat(format)
        .isEqualTo(new TimeFormat("%d.%m.%Y"))
        .hasSameHashCodeAs(new TimeFormat("%d.%m.%Y"))
        .hasToString("%d.%m.%Y")
        .isNotEqualTo(new TimeFormat("%d/%m/%Y"))
        .doesNotHaveSameHashCodeAs(new TimeFormat("%d/%m/%Y"));
  }
}
