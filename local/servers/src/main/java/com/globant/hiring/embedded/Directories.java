package com.globant.hiring.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Creates and deletes directories that other users of the machine cannot read. */
public final class Directories {
  private Directories() {}

  /**
   * Creates the directory unless it exists.
   *
   * @return its real path, since processes show real paths
   */
  static Path create(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) { // a link to one is one
      Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
    }
    return directory.toRealPath();
  }

  /** Creates an empty directory; deletes an existing one with its content. */
  public static Path recreate(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
  }

  /** The permissions as an attribute of a new file or directory; none on Windows. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
