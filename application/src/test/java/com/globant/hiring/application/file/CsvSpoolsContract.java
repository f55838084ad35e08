package com.globant.hiring.application.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link CsvSpools} does. */
public abstract class CsvSpoolsContract {

  /** The spools under test. */
  protected abstract CsvSpools spools();

  @Test
  void recordsFollowTheHeader() throws Exception {
    try (CsvSpool spool = spools().create(List.of("line", "raw"))) {
      spool.write(List.of("1", "a"));
      spool.write(List.of("2", "b"));
      spool.write(List.of("3", "c"));
      CsvFile file = spool.finish();

      assertThat(contentOf(file)).isEqualTo("line,raw\r\n1,a\r\n2,b\r\n3,c\r\n");
      assertThat(file.records()).isEqualTo(3);
    }
  }

  @Test
  void fileWithoutRecordsHasItsHeader() throws Exception {
    try (CsvSpool spool = spools().create(List.of("department", "job"))) {
      CsvFile file = spool.finish();

      assertThat(contentOf(file)).isEqualTo("department,job\r\n");
      assertThat(file.records()).isZero();
    }
  }

  @Test
  void nullIsWrittenAsNothingAndEmptyStringAsQuotes() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a", "b", "c"))) {
      spool.write(Arrays.asList("x", null, ""));

      assertThat(contentOf(spool.finish())).isEqualTo("a,b,c\r\nx,,\"\"\r\n");
    }
  }

  @Test
  void cellsWithSeparatorsQuotesOrLineEndsAreQuoted() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a", "b"))) {
      spool.write(List.of("1,\"x\"", "two\nlines"));
      spool.write(List.of("a\rb", "c"));

      assertThat(contentOf(spool.finish()))
          .isEqualTo("a,b\r\n\"1,\"\"x\"\"\",\"two\nlines\"\r\n\"a\rb\",c\r\n");
    }
  }

  @Test
  void formulasAreWrittenAsTheyAre() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a", "b", "c", "d", "e"))) {
      spool.write(List.of("=1+1", "+1", "-1", "@x", "#x"));
      spool.write(List.of("#x", "'x", " x ", "\t", "NULL"));

      assertThat(contentOf(spool.finish()))
          .isEqualTo("a,b,c,d,e\r\n=1+1,+1,-1,@x,#x\r\n#x,'x, x ,\t,NULL\r\n");
    }
  }

  @Test
  void sizeAndDigestAreThoseOfTheFile() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a"))) {
      spool.write(List.of("Zoë 😀"));
      spool.write(List.of("x".repeat(100_000)));
      CsvFile file = spool.finish();

      byte[] content = Files.readAllBytes(file.path());
      assertThat(file.bytes()).isEqualTo(content.length);
      assertThat(file.sha256())
          .isEqualTo(
              HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }
  }

  @Test
  void contentIsThatOfTheFile() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a"))) {
      spool.write(List.of("Zoë 😀"));
      spool.write(List.of("x".repeat(100_000)));
      CsvFile file = spool.finish();

      assertThat(spool.content()).isEqualTo(Files.readAllBytes(file.path()));
      assertThat(file.path()).exists();
    }
  }

  @Test
  void closingDeletesTheFile() {
    CsvSpool spool = spools().create(List.of("a"));
    CsvFile file = spool.finish();
    assertThat(file.path()).exists();

    spool.close();
    spool.close();

    assertThat(file.path()).doesNotExist();
  }

  @Test
  void unusedSpoolCanBeClosed() {
    spools().create(List.of("a")).close();
  }

  @Test
  void spoolsWriteDifferentFiles() throws Exception {
    try (CsvSpool one = spools().create(List.of("a"));
        CsvSpool other = spools().create(List.of("b"))) {
      one.write(List.of("1"));
      other.write(List.of("2"));

      assertThat(contentOf(one.finish())).isEqualTo("a\r\n1\r\n");
      assertThat(contentOf(other.finish())).isEqualTo("b\r\n2\r\n");
    }
  }

  private static String contentOf(CsvFile file) throws Exception {
    return Files.readString(file.path());
  }
}
