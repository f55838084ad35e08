package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of files that are sent to the bucket or the database when they are complete. */
final class SpoolDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);

  private SpoolDirectory() {}

  /**
   * The configured directory, else a temporary one.
   *
   * @param resources deletes the temporary one
   */
  static Path of(Settings settings, Resources resources) {
    Path configured = settings.spoolDirectory();
    if (configured != null) {
      return configured;
    }
    try {
      Path temporary = Files.createTempDirectory("hiring-spool-");
      resources.own(() -> delete(temporary));
      return temporary;
    } catch (IOException e) {
      throw new StartFailed("No temporary directory can be made: " + e, e);
    }
  }

  /** The free bytes of its disk. The directory need not exist yet. */
  static long usableBytes(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      LOG.warn("The free space of {} is unknown: {}", existing, e.getMessage());
      return Long.MAX_VALUE;
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + directory, e);
    }
  }
}
