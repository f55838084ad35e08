package com.globant.hiring.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final TextTable table =
      new TextTable(List.of("name", "n", "note"))
          .row(List.of("Zoë", "7", "short"))
          .row(List.of("𝒳-Ray, Inc.", "1000", ""));

  @Test
  void columnsAreAlignedAndNumbersRightAligned() {
    assertThat(table.text(2))
        .isEqualTo(
            """
              name            n  note
              Zoë             7  short
              𝒳-Ray, Inc.  1000
            """);
  }

  @Test
  void moreRowsThanShownAreCounted() {
    assertThat(table.text(1).lines())
        .containsExactly("  name  n  note", "  Zoë   7  short", "  … 1 more");
  }
}
