package com.globant.hiring.csv;

import static com.globant.hiring.application.Stages.resultOf;
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
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastCsvSpoolsTest extends CsvSpoolsContract {
  /** Bytes that a limited file may have, and all of them together. */
  private static final long SPOOL = 40;

  private static final long SPOOL_OF_ALL = 60;

  private final Path directory;
  private final CsvAdapter csv;

  FastCsvSpoolsTest(@TempDir Path parent) {
    directory = parent.resolve("spool");
    csv =
        new CsvAdapter(
            new CsvAdapter.Settings(
                1, CsvAdapter.DEFAULT_FIELD_LIMIT, 256L << 20, SPOOL, SPOOL_OF_ALL),
            directory);
  }

  @AfterEach
  void close() {
    csv.close();
  }

  @Override
  protected CsvSpools spools() {
    return csv.csvSpools();
  }

  @Test
  void nothingIsMadeBeforeTheFirstRecord() {
    try (CsvSpool spool = spools().create(List.of("a"))) {
      assertThat(directory).doesNotExist();
      resultOf(spool.write(List.of(List.of("1"))));
      assertThat(directory).isDirectoryContaining("glob:**.csv");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void filesAndTheirDirectoryAreTheOwnersAlone() throws IOException {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    try (CsvSpool spool = spools().create(List.of("a"))) {
      CsvFile file = resultOf(spool.finish());

      assertThat(Files.getPosixFilePermissions(file.path()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.getPosixFilePermissions(directory))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aDiskThatCannotBeWrittenToIsARefusalWithItsCause() throws IOException {
    Files.writeString(directory, "a file where the directory should be");
    try (CsvSpool spool = spools().create(List.of("a"))) {
      assertThatThrownBy(() -> resultOf(spool.write(List.of(List.of("1")))))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE))
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void aSpoolIsNotWrittenToAfterClosing() {
    CsvSpool spool = spools().create(List.of("a"));
    spool.close();

    assertThatThrownBy(() -> resultOf(spool.finish())).isInstanceOf(IllegalStateException.class);
    assertThat(directory).doesNotExist();
  }

  @Test
  void aStoppedAdapterWritesNothingMore() {
    try (CsvSpool spool = spools().create(List.of("a"))) {
      csv.close();

      assertThatThrownBy(() -> resultOf(spool.finish()))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
    }
  }

  @Test
  void aLimitedFileKeepsTheFirstRecordsThatFit() throws IOException {
    try (CsvSpool spool = spools().createLimited(List.of("a", "b"))) {
      // Of 12, 12, 8 and 9 bytes: the last one would be over the limit by one.
      assertThat(
              resultOf(
                  spool.write(List.of(List.of("1", "\u20ac\"x"), List.of("2", "x".repeat(8))))))
          .isEqualTo(2);
      assertThat(resultOf(spool.write(List.of(List.of("3", "\udce9"), List.of("4", "xxxxx")))))
          .isEqualTo(3);
      assertThat(resultOf(spool.write(List.of(List.of("5", ""))))).isEqualTo(3);
      CsvFile file = resultOf(spool.finish());

      assertThat(file.records()).isEqualTo(3);
      assertThat(Files.readString(file.path()))
          .isEqualTo("a,b\r\n1,\"\u20ac\"\"x\"\r\n2,xxxxxxxx\r\n3,\\xE9\r\n");
    }
  }

  @Test
  void limitedFilesShareALimitAndGiveTheirPartBack() {
    try (CsvSpool one = spools().createLimited(List.of("a"));
        CsvSpool other = spools().createLimited(List.of("a"))) {
      assertThat(resultOf(one.write(List.of(List.of("x".repeat(38)))))).isEqualTo(1);
      assertThat(resultOf(other.write(List.of(List.of("x".repeat(19)))))).isZero();
    }
    try (CsvSpool later = spools().createLimited(List.of("a"));
        CsvSpool unlimited = spools().create(List.of("a"))) {
      assertThat(resultOf(later.write(List.of(List.of("x".repeat(38)))))).isEqualTo(1);
      assertThat(resultOf(unlimited.write(List.of(List.of("x".repeat(100_000)))))).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoCharacterIsSpelledOutWhereverTheWriterCutsTheText() throws IOException {
    String pairs = "\ud83d\ude80";
    // Lengths around that of the writer's buffer, each with a pair or a half of one on its border.
    for (int length = 8186; length < 8196; length++) {
      String filler = "x".repeat(length);
      try (CsvSpool spool = spools().create(List.of("a"))) {
        resultOf(spool.write(List.of(List.of(filler + pairs + "\udcff" + "\ud83d"))));

        assertThat(Files.readString(resultOf(spool.finish()).path()))
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
  void aCopyHasFormulasEscaped(String source, String copy) throws IOException {
    CsvSpool spool =
        resultOf(
            spools()
                .copyEscaped(
                    () ->
                        CompletableFuture.completedStage(
                            new ByteArrayInputStream(unfolded(source).getBytes(UTF_8)))));
    try (spool) {
      assertThat(Files.readString(resultOf(spool.finish()).path())).isEqualTo(unfolded(copy));
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
  void aSourceThatFailsLeavesNoCopy() {
    Refused away = new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away");

    assertThatThrownBy(
            () -> resultOf(spools().copyEscaped(() -> CompletableFuture.failedStage(away))))
        .isSameAs(away);
    assertThat(directory).doesNotExist();
  }
}
