package com.globant.hiring.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** What the servers do with directories, none of it open to other users of the machine. */
final class Directories {

  private Directories() {}

  /** Makes the directory unless it exists, and resolves links, since processes show real paths. */
  static Path create(Path directory) throws IOException {
    return Files.createDirectories(directory).toRealPath();
  }

  /** Makes an empty directory for the owner alone, whatever was there before. */
  static Path recreate(Path directory) throws IOException {
    delete(directory);
    return Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
  }

  /** Makes a directory for the owner alone unless it exists. */
  static Path createPrivate(Path directory) throws IOException {
    return Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
  }

  /** Deletes a file or a whole directory; nothing happens when there is none. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The permissions as an attribute for creating something at path; none on Windows. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) throws IOException {
    FileStore store = Files.getFileStore(path.toAbsolutePath().getParent());
    return store.supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
