package com.globant.hiring.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a run: what its process writes, in a file and one older file, so that the last part of
 * it is always there and the disk is never full of it.
 */
final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  /** What a failure quotes: the cause of most failures is in the last stack trace. */
  private static final int QUOTED_BYTES = 3000;

  private final Path file;
  private final long fileBytes;

  /**
   * @param fileBytes after which the file becomes the older one
   */
  RunLog(Path file, long fileBytes) {
    this.file = file;
    this.fileBytes = fileBytes;
  }

  Path file() {
    return file;
  }

  /**
   * Copies until the end of the input. Goes on reading if the disk is full: the process must not
   * stop.
   */
  void copy(InputStream in) {
    byte[] buffer = new byte[8192];
    try (in) {
      OutputStream out = Files.newOutputStream(file);
      try {
        long written = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (written + read > fileBytes) {
            out.close();
            Files.move(file, older(), StandardCopyOption.REPLACE_EXISTING);
            out = Files.newOutputStream(file);
            written = 0;
          }
          out.write(buffer, 0, read);
          written += read;
        }
      } finally {
        out.close();
      }
    } catch (IOException failure) {
      LOG.warn("The log of a Spark run ends early, {}: {}", file, failure.toString());
    }
  }

  private Path older() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /** The end of the log, from the beginning of a line on; empty if there is nothing. */
  String end() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long skipped = Math.max(0, log.length() - QUOTED_BYTES);
      log.seek(skipped);
      byte[] end = new byte[(int) (log.length() - skipped)];
      log.readFully(end);
      String text = new String(end, StandardCharsets.UTF_8);
      return (skipped == 0 ? text : text.substring(text.indexOf('\n') + 1)).strip();
    } catch (IOException none) {
      return "";
    }
  }
}
