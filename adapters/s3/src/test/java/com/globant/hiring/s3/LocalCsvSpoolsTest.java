package com.globant.hiring.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.CsvSpoolsContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCsvSpoolsTest extends CsvSpoolsContract {
  /** Bytes that a limited file may have, and all of them together. */
  private static final long SPOOL = 40;

  private static final long SPOOL_OF_ALL = 60;

  private final Path directory;
  private final CsvSpools spools;

  LocalCsvSpoolsTest(@TempDir Path parent) {
    directory = parent.resolve("spool");
    spools = S3Adapter.csvSpools(directory, SPOOL, SPOOL_OF_ALL);
  }

  @Override
  protected CsvSpools spools() {
    return spools;
  }

  @Test
  void fileIsCreatedWithTheFirstRecord() {
    try (CsvSpool spool = spools().create(List.of("a"))) {
      assertThat(directory).doesNotExist();
      spool.write(List.of("1"));
      assertThat(directory).isDirectoryContaining("glob:**.csv");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void onlyTheOwnerMayReadFilesAndDirectory() throws IOException {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    try (CsvSpool spool = spools().create(List.of("a"))) {
      CsvFile file = spool.finish();

      assertThat(Files.getPosixFilePermissions(file.path()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.getPosixFilePermissions(directory))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void unwritableDiskIsARefusalWithItsCause() throws IOException {
    Files.writeString(directory, "a file where the directory should be");
    try (CsvSpool spool = spools().create(List.of("a"))) {
      assertThatThrownBy(() -> spool.write(List.of("1")))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE))
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void limitedFileKeepsTheFirstRecordsThatFit() throws IOException {
    try (CsvSpool spool = spools().createLimited(List.of("a", "b"))) {
      // Of 12, 12, 8 and 9 bytes: the last one would be over the limit by one.
      assertThat(spool.write(List.of("1", "\u20ac\"x"))).isTrue();
      assertThat(spool.write(List.of("2", "x".repeat(8)))).isTrue();
      assertThat(spool.write(List.of("3", "\udce9"))).isTrue();
      assertThat(spool.write(List.of("4", "xxxxx"))).isFalse();
      assertThat(spool.write(List.of("5", ""))).isFalse();
      CsvFile file = spool.finish();

      assertThat(file.records()).isEqualTo(3);
      assertThat(Files.readString(file.path()))
          .isEqualTo("a,b\r\n1,\"\u20ac\"\"x\"\r\n2,xxxxxxxx\r\n3,\\xE9\r\n");
    }
  }

  @Test
  void limitedFilesShareALimitAndReleaseTheirPart() {
    try (CsvSpool one = spools().createLimited(List.of("a"));
        CsvSpool other = spools().createLimited(List.of("a"))) {
      assertThat(one.write(List.of("x".repeat(38)))).isTrue();
      assertThat(other.write(List.of("x".repeat(19)))).isFalse();
    }
    try (CsvSpool later = spools().createLimited(List.of("a"));
        CsvSpool unlimited = spools().create(List.of("a"))) {
      assertThat(later.write(List.of("x".repeat(38)))).isTrue();
      assertThat(unlimited.write(List.of("x".repeat(100_000)))).isTrue();
    }
  }

  @Test
  void undecodableBytesAreSpelledOutAtAnyPositionInTheBuffer() throws IOException {
    String pairs = "\ud83d\ude80";
    // Lengths around that of the writer's buffer, each with a pair or a half of one on its border.
    for (int length = 8186; length < 8196; length++) {
      String filler = "x".repeat(length);
      try (CsvSpool spool = spools().create(List.of("a"))) {
        spool.write(List.of(filler + pairs + "\udcff" + "\ud83d"));

        assertThat(Files.readString(spool.finish().path()))
            .isEqualTo("a\r\n" + filler + pairs + "\\xFF\\uD83D\r\n");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,b               | a,b",
        "=1,+1             | '=1,'+1",
        "-1,@x             | '-1,'@x",
        "\"=1,2\",x      | \"'=1,2\",x",
        "\"\"\"=1\",x  | \"\"\"=1\",x",
        "\"a\"\",=1\",=2 | \"a\"\",=1\",'=2",
        "\"\",=1         | \"\",'=1",
        "'=1,a=1           | '=1,a=1",
        ",,=               | ,,'=",
        "\"<TAB>=\",<TAB>x | \"'<TAB>=\",'<TAB>x",
        "\"<CR>=\",x     | \"'<CR>=\",x",
        "x,\"a<LF>=1\"   | x,\"a<LF>=1\"",
        "=1<CRLF>=2        | '=1<CRLF>'=2",
        "é=,é              | é=,é"
      })
  void copyHasFormulasEscaped(String source, String copy) throws IOException {
    CsvSpool spool =
        spools().copy(new ByteArrayInputStream(unfolded(source).getBytes(UTF_8)), true);
    try (spool) {
      assertThat(Files.readString(spool.finish().path())).isEqualTo(unfolded(copy));
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static String unfolded(String text) {
    return text.replace("<TAB>", "\t")
        .replace("<CRLF>", "\r\n")
        .replace("<CR>", "\r")
        .replace("<LF>", "\n");
  }

  @Test
  void sourceThatFailsLeavesNoCopyAndIsClosed() {
    AtomicBoolean closed = new AtomicBoolean();
    IOException reset = new IOException("reset");
    InputStream source =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw reset;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw reset;
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };

    assertThatThrownBy(() -> spools().copy(source, true))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE))
        .hasCause(reset);
    assertThat(directory).isEmptyDirectory();
    assertThat(closed).isTrue();
  }
}
