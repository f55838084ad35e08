package com.globant.hiring.application.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StoredCsvTest {
  @Test
  void missingAndEmptyValuesDiffer() throws Exception {
    StoredCsv csv = open("a,,\"\"\r\n,\r\n");

    assertThat(csv.next()).containsExactly("a", null, "");
    assertThat(csv.offset()).isEqualTo(7);
    assertThat(csv.next()).containsExactly(null, null);
    assertThat(csv.isAtEnd()).isTrue();
  }

  @Test
  void quotedCellsHaveAnyCharacter() throws Exception {
    StoredCsv csv = open("\"a \"\"b\"\", c\r\nd\",\"ñ\"\r\nx");

    assertThat(csv.next()).containsExactly("a \"b\", c\r\nd", "ñ");
    assertThat(csv.next()).containsExactly("x");
    assertThat(csv.isAtEnd()).isTrue();
  }

  @Test
  void cellWithoutAnEndIsCut() throws Exception {
    String text = "\"" + "1".repeat(StoredCsv.MOST_CELL_BYTES + 5);
    StoredCsv csv = open(text);

    assertThat(csv.next()).singleElement().asString().hasSize(StoredCsv.MOST_CELL_BYTES);
    assertThat(csv.offset()).isEqualTo(text.length());
  }

  @Test
  void closingClosesTheFile() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream file =
        new ByteArrayInputStream("a\r\n".getBytes(UTF_8)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    new StoredCsv(file, 0).close();

    assertThat(closed).isTrue();
  }

  private static StoredCsv open(String text) throws IOException {
    return new StoredCsv(new ByteArrayInputStream(text.getBytes(UTF_8)), 0);
  }
}
