package com.globant.hiring.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowParserTest {
  private static final Table DEPARTMENTS = HiringTables.DEPARTMENTS;

  private final RowParser parser = new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 256L << 20);

  @Test
  void failureOfTheStreamIsThrownAsItIs() {
    IOException reset = new IOException("reset by peer");
    IllegalStateException defect = new IllegalStateException("defect");
    for (Exception failure : new Exception[] {reset, defect}) {
      for (String before : new String[] {"", "1,a\n".repeat(200), "1,a\n".repeat(20_000)}) {
        assertThatThrownBy(
                () -> readAll(parser.csv(DEPARTMENTS, failing(before, failure), UTF_8, null)))
            .isSameAs(failure);
      }
      assertThatThrownBy(() -> readAll(parser.json(DEPARTMENTS, failing("[{\"id\":1},", failure))))
          .isSameAs(failure);
    }
  }

  @Test
  void streamStaysOpen() throws IOException {
    InputStream bytes =
        new ByteArrayInputStream("1,a\n".getBytes(UTF_8)) {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };

    readAll(parser.csv(DEPARTMENTS, bytes, UTF_8, null));
  }

  @Test
  void batchIsNotReadBeforeThereIsMemory() throws IOException {
    RowParser tight =
        new RowParser(
            RowParser.DEFAULT_FIELD_LIMIT,
            RowParser.bytesOfLargestRecord(RowParser.DEFAULT_FIELD_LIMIT));
    try (RawRows csv = tight.csv(DEPARTMENTS, failing("1,a\n".repeat(5000), null), UTF_8, null)) {
      assertThat(csv.next()).isNotEmpty();
      assertThat(csv.tryBeginBatch()).isFalse();
      assertThatThrownBy(csv::next).isInstanceOf(IllegalStateException.class);
      csv.settled();
      assertThat(csv.tryBeginBatch()).isTrue();
      assertThat(csv.next()).isNotEmpty();
    }
    String json = "[" + "{\"id\":1,\"department\":\"%s\"},".formatted("x".repeat(1000)).repeat(900);
    try (RawRows rows = tight.json(DEPARTMENTS, failing(json, null))) {
      assertThat(rows.next()).isNotEmpty();
      assertThat(rows.tryBeginBatch()).isFalse();
      assertThatThrownBy(rows::next).isInstanceOf(IllegalStateException.class);
      rows.settled();
      assertThat(rows.next()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%PDF-1.7", "<html>"})
  void fileThatIsNoCsvIsRefusedWhenItIsOpened(String content) {
    assertThatThrownBy(() -> parser.csv(DEPARTMENTS, failing(content, null), UTF_8, null))
        .isInstanceOfSatisfying(
            FileRefused.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(FileRefused.Reason.UNSUPPORTED_MEDIA_TYPE));
  }

  @Test
  void delimiterIsThatOfTheFile() throws IOException {
    try (RawRows rows = parser.csv(DEPARTMENTS, failing("sep=;\n1;a", null), UTF_8, null)) {
      assertThat(rows.delimiter()).isEqualTo(Delimiter.SEMICOLON);
      assertThat(rows.inTableOrder()).isFalse();
    }
  }

  private static void readAll(RawRows rows) throws IOException {
    try (rows) {
      while (!rows.next().isEmpty()) {
        rows.settled();
      }
    }
  }

  /** A stream that fails behind a text, unless the failure is null. */
  private static InputStream failing(String text, @Nullable Exception failure) {
    InputStream end =
        new InputStream() {
          @Override
          public int read() throws IOException {
            if (failure instanceof IOException technical) {
              throw technical;
            }
            if (failure instanceof RuntimeException unchecked) {
              throw unchecked;
            }
            return -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(text.getBytes(UTF_8)), end);
  }
}
