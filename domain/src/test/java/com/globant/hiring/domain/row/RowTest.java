package com.globant.hiring.domain.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.report.HiringTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowTest {

  @Test
  void aRowHasItsKeyInFront() {
    Row row = Row.of(7, "1,Sales", 1, "Sales");

    assertThat(row.key(0)).isEqualTo(1);
    assertThat(row.value(1)).isEqualTo("Sales");
    assertThat(row.values()).containsExactly(1, "Sales");
    assertThat(row.line()).isEqualTo(7);
    assertThat(row.raw()).hasToString("1,Sales");
    assertThat(row).hasToString("line 7: [1, Sales]");
  }

  @Test
  void aRowIsIncompleteWhereAnyValueIsMissing() {
    assertThat(Row.of(1, "", 1, "Sales").incomplete()).isFalse();
    assertThat(Row.of(1, "", 1, "").incomplete()).isFalse();
    assertThat(Row.of(1, "", 1, null).incomplete()).isTrue();
  }

  @Test
  void aRowCannotBeChangedFromOutside() {
    @Nullable Object[] values = {1, "Sales"};
    Row row = Row.of(1, "", values);
    values[1] = "other";

    assertThat(row.value(1)).isEqualTo("Sales");
  }

  @Test
  void aRecordKeepsNoMoreFieldsThanItHas() {
    RawRow reused = new RawRow(1, new String[] {"a", "b", "stale"}, 2, 2, false, "a,b");

    assertThat(reused.fields()).containsExactly("a", "b");
    assertThat(reused).hasToString("line 1: a,b");
  }

  @Test
  void aKeyThatIsTakenIsRefusedInItsColumn() {
    RowRejected rejected =
        RowRejected.duplicateKey(Row.of(9, "5,Sales", 5, "Sales"), HiringTables.JOBS);

    assertThat(rejected.line()).isEqualTo(9);
    assertThat(rejected.column()).isEqualTo("id");
    assertThat(rejected.code()).isEqualTo(RowErrorCode.DUPLICATE_KEY);
    assertThat(rejected.value()).isEqualTo("5");
    assertThat(rejected.raw()).hasToString("5,Sales");
    assertThat(rejected.message()).contains("5", "jobs", "remove one of them");
  }

  @Test
  void refusalWithoutItsRecordIsTheSameInEverythingElse() {
    Row row = Row.of("a.csv", 9, "5,Sales", 5, "Sales");
    RowRejected rejected = RowRejected.duplicateKey(row, HiringTables.JOBS);

    assertThat(row.file()).isEqualTo("a.csv");
    assertThat(rejected.file()).isEqualTo("a.csv");
    assertThat(rejected.withoutRaw())
        .isEqualTo(
            new RowRejected(
                "a.csv", 9, "id", RowErrorCode.DUPLICATE_KEY, "5", rejected.message(), ""));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "=1+1,'=1+1",
        "+1,'+1",
        "-1,'-1",
        "@a,'@a",
        "\t1,'\t1",
        "a=1,a=1",
        "'1,'1",
        "\"\",\"\"",
        ","
      },
      quoteCharacter = '"')
  void formulaGetsAnApostrophe(@Nullable String cell, @Nullable String escaped) {
    assertThat(Formula.escaped(cell)).isEqualTo(escaped);
  }
}
