package com.globant.hiring.application.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.report.HiringTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link RowReader} does, even one that knows only delimiters and line ends. */
public abstract class RowReaderContract {
  /** The reader under test. */
  protected abstract RowReader reader();

  @Test
  void rowsComeInTheOrderOfTheBodyWithTheirLines() throws IOException {
    List<RawRow> rows = rowsOf(ScriptedBody.csv("1,Sales\n2,Support\n"));

    assertThat(rows).extracting(RawRow::line).containsExactly(1L, 2L);
    assertThat(rows).extracting(row -> row.field(0)).containsExactly("1", "2");
    assertThat(rows).extracting(row -> row.field(1)).containsExactly("Sales", "Support");
    assertThat(rows)
        .extracting(row -> row.raw().toString())
        .containsExactly("1,Sales", "2,Support");
  }

  @Test
  void fieldWithoutCharactersIsMissing() throws IOException {
    RawRow row = rowsOf(ScriptedBody.csv("1,\n")).get(0);

    assertThat(row.fieldCount()).isEqualTo(2);
    assertThat(row.field(1)).isNull();
  }

  @Test
  void everyRowComesOnce() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> ids = new ArrayList<>();
    for (int id = 1; id <= 2500; id++) {
      text.append(id).append(",Sales\n");
      ids.add(String.valueOf(id));
    }

    assertThat(rowsOf(ScriptedBody.csv(text.toString())))
        .extracting(row -> row.field(0))
        .isEqualTo(ids);
  }

  @Test
  void emptyBodyHasNoRows() throws IOException {
    assertThat(rowsOf(ScriptedBody.csv(""))).isEmpty();
  }

  @Test
  void readingAfterTheEndGivesTheEndAgain() throws IOException {
    try (RawRows rows = opened(null, ScriptedBody.csv("1,Sales\n"))) {
      assertThat(rows.next()).hasSize(1);
      rows.settled();
      assertThat(rows.next()).isEmpty();
      assertThat(rows.next()).isEmpty();
    }
  }

  @Test
  void rowsOfCsvMayHaveAHeaderAndThoseOfJsonMayNot() throws IOException {
    try (RawRows csv = opened(null, ScriptedBody.csv("1,Sales\n"));
        RawRows json = opened(null, ScriptedBody.json("[{\"department\":\"a\",\"id\":1}]"))) {
      assertThat(csv.inTableOrder()).isFalse();
      assertThat(json.inTableOrder()).isTrue();
    }
  }

  @Test
  void delimiterIsTheGivenOneElseTheComma() throws IOException {
    assertDelimiter(null, Delimiter.COMMA);
    assertDelimiter(Delimiter.SEMICOLON, Delimiter.SEMICOLON);
  }

  private void assertDelimiter(@Nullable Delimiter given, Delimiter used) throws IOException {
    try (RawRows rows = opened(given, ScriptedBody.csv("1" + used.character() + "Sales\n"))) {
      assertThat(rows.delimiter()).isEqualTo(used);
      assertThat(rows.next().get(0).field(1)).isEqualTo("Sales");
    }
  }

  @Test
  void thereIsMemoryForTheNextBatchWhenAllAreSettled() throws IOException {
    try (RawRows rows = opened(null, ScriptedBody.csv("1,Sales\n".repeat(5000)))) {
      int read = 0;
      while (read < 5000) {
        assertThat(rows.tryBeginBatch()).isTrue();
        read += rows.next().size();
        rows.settled();
      }
    }
  }

  @Test
  void failuresOfTheStreamAreThrownAsTheyAre() {
    Refused refusal = new Refused(RefusalCode.CORRUPT_ENCODING, "the gzip stream is broken");
    IOException reset = new IOException("reset by peer");
    IllegalStateException defect = new IllegalStateException("defect");

    for (Exception failure : List.of(refusal, reset, defect)) {
      assertThatThrownBy(() -> rowsOf(ScriptedBody.csv("1,Sales\n".repeat(200)).thenFails(failure)))
          .isSameAs(failure);
    }
  }

  /** Opens a body of departments. */
  private RawRows opened(@Nullable Delimiter delimiter, ScriptedBody body) throws IOException {
    return reader().open(HiringTables.DEPARTMENTS, delimiter, body.open());
  }

  private List<RawRow> rowsOf(ScriptedBody body) throws IOException {
    try (RawRows rows = opened(null, body)) {
      List<RawRow> all = new ArrayList<>();
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        all.addAll(batch);
        rows.settled();
      }
      return all;
    }
  }
}
