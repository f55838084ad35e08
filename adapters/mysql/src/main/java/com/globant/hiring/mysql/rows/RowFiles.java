package com.globant.hiring.mysql.rows;

import com.globant.hiring.mysql.keys.KeyMemory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all loads of this instance share to insert many rows. For any thread. */
public final class RowFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RowFiles.class);

  /**
   * One more than this machine has processors, on the assumption that the server has as many: none
   * of them is idle then while rows are sent. More writes at once wait for each other.
   */
  private static final int WRITES_AT_ONCE = Runtime.getRuntime().availableProcessors() + 1;

  /** Longer than most writes take that wait for no other transaction. */
  private static final Duration LONGEST_TURN = Duration.ofMillis(250);

  private final Path directory;
  private final WriteLimiter limiter;
  private final KeyMemory keyMemory;
  private volatile boolean used;

  /**
   * @param directory of the files, created if it is missing
   * @param localInfile false if rows are kept in memory and sent in INSERTs
   */
  public RowFiles(Vertx vertx, Path directory, boolean localInfile, KeyMemory keyMemory) {
    this.directory = directory.toAbsolutePath();
    this.used = localInfile;
    this.keyMemory = keyMemory;
    this.limiter = new WriteLimiter(vertx, WRITES_AT_ONCE, LONGEST_TURN);
  }

  /** Limits the writes of many rows over all loads. */
  WriteLimiter limiter() {
    return limiter;
  }

  public KeyMemory keyMemory() {
    return keyMemory;
  }

  /** Whether the server is expected to accept LOAD DATA LOCAL; else rows are kept in memory. */
  boolean areUsed() {
    return used;
  }

  /** The server has refused a file. From now on rows are sent in INSERTs. */
  void refused(Throwable reason) {
    if (used) {
      used = false;
      LOG.info(
          "Rows are inserted by INSERTs, which takes longer than by LOAD DATA LOCAL: {}",
          reason.getMessage());
    }
  }

  /** Blocks. */
  RowFile create() throws IOException {
    return RowFile.create(directory);
  }

  /**
   * An empty file for rows that are not sent yet. Blocks.
   *
   * @throws IOException if it cannot be created
   */
  public FileChannel createWaiting() throws IOException {
    return RowFile.open(directory);
  }
}
