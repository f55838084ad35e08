package com.globant.hiring.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A directory that one process uses at a time. The system releases the lock if the JVM dies. */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "lock";

  /**
   * The directories that this JVM has locked. POSIX locks belong to the process and end when it
   * closes any channel of the file, so this JVM must not even open a second channel.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Another service uses the directory. */
  public static final class InUse extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    InUse(Path directory) {
      super(
          "Another service uses the directory %s. Stop it, or choose another data directory (data.dir, or HIRING_DATA_DIR)."
              .formatted(directory));
    }
  }

  /**
   * Creates the directory for its owner alone, unless it exists, and locks it.
   *
   * @throws InUse if this or another process holds the lock
   */
  public static DirectoryLock acquire(Path directory) throws IOException {
    Path real = Directories.create(directory);
    if (!HELD.add(real)) {
      throw new InUse(real);
    }
    boolean locked = false;
    FileChannel channel = null;
    try {
      Path file = real.resolve(FILE);
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              Directories.ownerOnly(file, "rw-------"));
      locked = channel.tryLock() != null;
      if (!locked) {
        throw new InUse(real);
      }
      return new DirectoryLock(real, channel);
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(real);
      }
    }
  }

  /** Its real path, without links. */
  public Path directory() {
    return directory;
  }

  /** Unlocks the directory; further calls do nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      HELD.remove(directory);
    }
  }
}
