package com.globant.hiring.embedded;

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

class DirectoryLockTest {
  private final Path path;

  DirectoryLockTest(@TempDir Path parent) {
    this.path = parent.resolve("deep").resolve("data");
  }

  @Test
  void aLockedDirectoryIsInUseUntilItIsUnlocked() throws IOException {
    try (DirectoryLock first = DirectoryLock.acquire(path)) {
      assertThat(first.directory()).isEqualTo(path.toRealPath());
      for (int attempt = 1; attempt <= 2; attempt++) {
        assertThatThrownBy(() -> DirectoryLock.acquire(path))
            .isInstanceOf(DirectoryLock.InUse.class)
            .hasMessageContainingAll("Another service", path.toString(), "HIRING_DATA_DIR");
      }
    }
    DirectoryLock.acquire(path).close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aNewDirectoryIsForItsOwnerAlone() throws IOException {
    DirectoryLock.acquire(path).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkLocksItsTarget() throws IOException {
    Files.createDirectories(path);
    Path link = Files.createSymbolicLink(path.resolveSibling("link"), path);

    try (DirectoryLock locked = DirectoryLock.acquire(link)) {
      assertThat(locked.directory()).isEqualTo(path.toRealPath());
      assertThatThrownBy(() -> DirectoryLock.acquire(path)).isInstanceOf(DirectoryLock.InUse.class);
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryFails() throws IOException {
    Files.createDirectories(path.getParent());
    Files.createFile(path);

    assertThatThrownBy(() -> DirectoryLock.acquire(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString());
  }

  @Test
  void recreatedDirectoriesAreEmpty() throws IOException {
    Files.createDirectories(path.resolve("a").resolve("b"));
    Files.writeString(path.resolve("a").resolve("c"), "x");

    assertThat(Directories.recreate(path)).isEmptyDirectory();
  }
}
