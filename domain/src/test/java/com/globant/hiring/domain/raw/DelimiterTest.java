package com.globant.hiring.domain.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelimiterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "1;Smith/2;Baker~SEMICOLON",
        "id;job/1;Smith/2;~SEMICOLON",
        "1;Smith;/2;Baker;;~SEMICOLON",
        "1|Smith/2|Baker~PIPE",
        "1\tSmith/2\tBaker~TAB",
        "\"1\";\"a;b\"/2;Baker~SEMICOLON",
        "Jobs/id;job/1;Smith~SEMICOLON",
        "Jobs/1;Smith~SEMICOLON",
        ";/1;Smith~SEMICOLON",
        "1;Smith, John/2;Baker~SEMICOLON",
      })
  void theDelimiterThatFitsIsFound(String records, Delimiter fitting) {
    assertThat(Delimiter.fitting(List.of(records.split("/")), 2, '"', Delimiter.COMMA))
        .contains(fitting);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "x,Smith/y,Baker",
        "1/2",
        "1;Smith/2;Baker;x",
        "Jobs/of/1;Smith",
        "1;2;3/4;5;6",
        "x",
      })
  void noDelimiterIsGuessed(String records) {
    assertThat(Delimiter.fitting(List.of(records.split("/")), 2, '"', Delimiter.COMMA)).isEmpty();
  }

  @Test
  void theOneThatWasUsedIsNoHint() {
    assertThat(Delimiter.fitting(List.of("1,a"), 2, '"', Delimiter.SEMICOLON))
        .contains(Delimiter.COMMA);
    assertThat(Delimiter.fitting(List.of("1;a"), 2, '"', Delimiter.SEMICOLON)).isEmpty();
    assertThat(Delimiter.fitting(List.of(), 2, '"', Delimiter.COMMA)).isEmpty();
  }

  @Test
  void delimitersInQuotesDoNotCount() {
    List<String> records = List.of("'a;b';c", "d;'e;f'");

    assertThat(Delimiter.fitting(records, 2, '\'', Delimiter.COMMA)).contains(Delimiter.SEMICOLON);
    assertThat(Delimiter.fitting(records, 2, '"', Delimiter.COMMA)).isEmpty();
  }

  @Test
  void aDelimiterIsKnownByItsCharacter() {
    for (Delimiter delimiter : Delimiter.values()) {
      assertThat(Delimiter.of(delimiter.character())).contains(delimiter);
    }
    assertThat(Delimiter.of(':')).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        ",~COMMA~commas~,",
        ";~SEMICOLON~semicolons~;",
        "\t~TAB~tabs~tab",
        "tab~TAB~tabs~tab",
        "|~PIPE~vertical bars~|"
      })
  void aDelimiterHasNames(String text, Delimiter delimiter, String plural, String word) {
    assertThat(Delimiter.named(text)).contains(delimiter);
    assertThat(delimiter.plural()).isEqualTo(plural);
    assertThat(delimiter.word()).isEqualTo(word);
    assertThat(Delimiter.named("comma")).isEmpty();
  }
}
