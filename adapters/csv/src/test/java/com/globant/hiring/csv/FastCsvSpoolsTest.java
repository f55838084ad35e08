package com.globant.hiring.csv;

import static com.globant.hiring.application.Stages.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.CsvFile;
import com.globant.hiring.application.CsvSpool;
import com.globant.hiring.application.CsvSpools;
import com.globant.hiring.application.CsvSpoolsContract;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastCsvSpoolsTest extends CsvSpoolsContract {
  private final Path directory;
  private final CsvAdapter csv;

  FastCsvSpoolsTest(@TempDir Path parent) {
    directory = parent.resolve("spool");
    csv =
        new CsvAdapter(
            new CsvAdapter.Settings(1, CsvAdapter.DEFAULT_FIELD_LIMIT, 256L << 20), directory);
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
}
