package com.globant.hiring.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The claim of one server on its directory. The system takes it back when the JVM dies. */
final class DirectoryLock implements AutoCloseable {

  /**
   * The locks of this JVM. Locks of POSIX belong to the process and end as soon as it closes any
   * channel of the file, so a second channel must not even be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param directory an existing directory, by its real path
   * @param name of the lock file in it
   * @throws IllegalStateException when this or another JVM holds the lock
   */
  static DirectoryLock acquire(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    if (!HELD.add(file)) {
      throw inUse(directory);
    }
    DirectoryLock lock = null;
    try {
      lock = lockFile(file);
    } finally {
      if (lock == null) {
        HELD.remove(file);
      }
    }
    if (lock == null) {
      throw inUse(directory);
    }
    return lock;
  }

  private static @Nullable DirectoryLock lockFile(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            Directories.ownerOnly(file, "rw-------"));
    @Nullable FileLock held = null;
    try {
      held = channel.tryLock();
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    return held == null ? null : new DirectoryLock(file, channel);
  }

  private static IllegalStateException inUse(Path directory) {
    return new IllegalStateException(
        "Another service uses the directory "
            + directory
            + ". Stop it first, or choose another data directory.");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot give back " + file, e);
    } finally {
      HELD.remove(file);
    }
  }
}
