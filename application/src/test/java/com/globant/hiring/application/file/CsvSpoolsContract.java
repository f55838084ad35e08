package com.globant.hiring.application.file;

import static com.globant.hiring.application.Stages.resultOf;
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
      resultOf(spool.write(List.of(List.of("1", "a"), List.of("2", "b"))));
      resultOf(spool.write(List.of(List.of("3", "c"))));
      CsvFile file = resultOf(spool.finish());

      assertThat(contentOf(file)).isEqualTo("line,raw\r\n1,a\r\n2,b\r\n3,c\r\n");
      assertThat(file.records()).isEqualTo(3);
    }
  }

  @Test
  void aFileWithoutRecordsHasItsHeader() throws Exception {
    try (CsvSpool spool = spools().create(List.of("department", "job"))) {
      CsvFile file = resultOf(spool.finish());

      assertThat(contentOf(file)).isEqualTo("department,job\r\n");
      assertThat(file.records()).isZero();
    }
  }

  @Test
  void nullIsWrittenAsNothingAndTheEmptyStringAsQuotes() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a", "b", "c"))) {
      resultOf(spool.write(List.of(Arrays.asList("x", null, ""))));

      assertThat(contentOf(resultOf(spool.finish()))).isEqualTo("a,b,c\r\nx,,\"\"\r\n");
    }
  }

  @Test
  void separatorsQuotesAndLineEndsArePutInQuotes() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a", "b"))) {
      resultOf(spool.write(List.of(List.of("1,\"x\"", "two\nlines"), List.of("a\rb", "c"))));

      assertThat(contentOf(resultOf(spool.finish())))
          .isEqualTo("a,b\r\n\"1,\"\"x\"\"\",\"two\nlines\"\r\n\"a\rb\",c\r\n");
    }
  }

  @Test
  void whatLooksLikeAFormulaIsWrittenToTheLetter() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a", "b", "c", "d", "e"))) {
      resultOf(spool.write(List.of(List.of("=1+1", "+1", "-1", "@x", "#x"))));
      resultOf(spool.write(List.of(List.of("#x", "'x", " x ", "\t", "NULL"))));

      assertThat(contentOf(resultOf(spool.finish())))
          .isEqualTo("a,b,c,d,e\r\n=1+1,+1,-1,@x,#x\r\n#x,'x, x ,\t,NULL\r\n");
    }
  }

  @Test
  void sizeAndDigestAreOfTheFile() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a"))) {
      resultOf(spool.write(List.of(List.of("Zoë 😀"), List.of("x".repeat(100_000)))));
      CsvFile file = resultOf(spool.finish());

      byte[] content = Files.readAllBytes(file.path());
      assertThat(file.bytes()).isEqualTo(content.length);
      assertThat(file.sha256())
          .isEqualTo(
              HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }
  }

  @Test
  void theContentIsThatOfTheFile() throws Exception {
    try (CsvSpool spool = spools().create(List.of("a"))) {
      resultOf(spool.write(List.of(List.of("Zoë 😀"), List.of("x".repeat(100_000)))));
      CsvFile file = resultOf(spool.finish());

      assertThat(resultOf(spool.content())).isEqualTo(Files.readAllBytes(file.path()));
      assertThat(file.path()).exists();
    }
  }

  @Test
  void closingDeletesTheFile() {
    CsvSpool spool = spools().create(List.of("a"));
    CsvFile file = resultOf(spool.finish());
    assertThat(file.path()).exists();

    spool.close();
    spool.close();

    assertThat(file.path()).doesNotExist();
  }

  @Test
  void aSpoolThatWasNeverUsedCanBeClosed() {
    spools().create(List.of("a")).close();
  }

  @Test
  void spoolsAreApartFromEachOther() throws Exception {
    try (CsvSpool one = spools().create(List.of("a"));
        CsvSpool other = spools().create(List.of("b"))) {
      resultOf(one.write(List.of(List.of("1"))));
      resultOf(other.write(List.of(List.of("2"))));

      assertThat(contentOf(resultOf(one.finish()))).isEqualTo("a\r\n1\r\n");
      assertThat(contentOf(resultOf(other.finish()))).isEqualTo("b\r\n2\r\n");
    }
  }

  private static String contentOf(CsvFile file) throws Exception {
    return Files.readString(file.path());
  }
}
