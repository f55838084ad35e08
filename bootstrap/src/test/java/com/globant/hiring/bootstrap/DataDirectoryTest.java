package com.globant.hiring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private final Path path;

  DataDirectoryTest(@TempDir Path parent) {
    this.path = parent.resolve("deep").resolve("data");
  }

  @Test
  void aDirectoryIsOneServiceAtATime() throws IOException {
    try (DataDirectory first = DataDirectory.claim(path)) {
      assertThat(first).hasToString(path.toString());
      assertThatThrownBy(() -> DataDirectory.claim(path))
          .isInstanceOf(DataDirectory.InUse.class)
          .hasMessageContainingAll("Another service", path.toString(), "HIRING_DATA_DIR");
    }
    DataDirectory.claim(path).close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aNewDirectoryIsForItsOwnerAlone() throws IOException {
    DataDirectory.claim(path).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDirectoryMayBeALink() throws IOException {
    Files.createDirectories(path);
    Path link = Files.createSymbolicLink(path.resolveSibling("link"), path);

    try (DataDirectory claimed = DataDirectory.claim(link)) {
      assertThatThrownBy(() -> DataDirectory.claim(path)).isInstanceOf(DataDirectory.InUse.class);
      assertThat(claimed.resolve("x")).isEqualTo(link.resolve("x"));
    }
  }

  @Test
  void whereNoDirectoryCanBeItIsSaid() throws IOException {
    Files.createDirectories(path.getParent());
    Files.createFile(path);

    assertThatThrownBy(() -> DataDirectory.claim(path))
        .isInstanceOf(StartFailed.class)
        .hasMessageContainingAll(path.toString(), "Choose another");
  }

  @Test
  void directoriesAreDeletedWithAllTheyHave() throws IOException {
    Files.createDirectories(path.resolve("a").resolve("b"));
    Files.writeString(path.resolve("a").resolve("c"), "x");

    DataDirectory.delete(path);
    DataDirectory.delete(path);

    assertThat(path).doesNotExist();
  }
}
