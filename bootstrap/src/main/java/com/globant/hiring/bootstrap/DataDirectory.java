package com.globant.hiring.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** The directory of one service's files, claimed for as long as the service runs. */
final class DataDirectory implements AutoCloseable {
  /** Held by the process, so that the system gives it back however the process ends. */
  private static final String LOCK_FILE = "service.lock";

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** The directory is another service's for now. */
  static final class InUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InUse(Path path) {
      super(
          "Another service uses the data directory %s. Stop it, or give this one a directory of its"
                  .formatted(path)
              + " own (data.dir, or HIRING_DATA_DIR).");
    }
  }

  /**
   * Makes the directory where it is missing, for its owner alone, and claims it.
   *
   * @throws InUse where another service has
   */
  static DataDirectory claim(Path path) {
    try {
      if (!Files.isDirectory(path)) { // it may be a link to one
        Files.createDirectories(path, ownerOnly());
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new InUse(path);
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw new StartFailed(
          "The data directory %s cannot be used: %s. Choose another (data.dir, or HIRING_DATA_DIR)."
              .formatted(path, e),
          e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Deletes a directory with all it has, if it is there. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + directory, e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
