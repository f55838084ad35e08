package com.globant.hiring.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.bootstrap.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolDirectoryTest {
  private final Resources resources = new Resources();

  @Test
  void theConfiguredDirectoryIsUsed() {
    Settings settings = Settings.read(null, Map.of("HIRING_SPOOL_DIR", "somewhere"));

    assertThat(SpoolDirectory.of(settings, resources)).isEqualTo(Path.of("somewhere"));
  }

  @Test
  void aTemporaryDirectoryIsDeletedWithItsFiles() throws IOException {
    Path spool = SpoolDirectory.of(Settings.read(null, Map.of()), resources);
    Files.writeString(spool.resolve("rejects.csv"), "line\n");

    resources.close();

    assertThat(spool).doesNotExist();
  }

  @Test
  void theDiskOfADirectoryThatDoesNotExistYetIsKnown(@TempDir Path parent) {
    assertThat(SpoolDirectory.usableBytes(parent.resolve("a").resolve("b")))
        .isPositive()
        .isLessThan(Long.MAX_VALUE);
  }
}
