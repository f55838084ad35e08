package com.globant.hiring.mysql;

import com.globant.hiring.domain.Row;
import com.globant.hiring.domain.Table;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files in which rows go to servers that let clients send some. For any thread; futures
 * complete on the context of the caller.
 */
final class RowFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RowFiles.class);

  /**
   * Over all loads. One more than there are processors, which the server is taken to have as many
   * of, so that none is idle while a file is on its way; more only wait for each other.
   */
  private static final int WRITES_AT_A_TIME = Runtime.getRuntime().availableProcessors() + 1;

  /** Several times what many rows take that wait for nobody. */
  private static final Duration LONGEST_TURN = Duration.ofMillis(250);

  private final Vertx vertx;
  private final @Nullable Path directory;
  private final Turns turns;
  private volatile boolean given;

  /**
   * @param directory made when it is missing and needed; null where no files are sent
   */
  RowFiles(Vertx vertx, @Nullable Path directory) {
    this.vertx = vertx;
    this.directory = directory == null ? null : directory.toAbsolutePath();
    this.turns = new Turns(vertx, WRITES_AT_A_TIME, LONGEST_TURN);
    this.given = directory != null;
  }

  /** Whether to try and send files. */
  boolean areSent() {
    return given;
  }

  /** Those of all loads to write many rows, in files or not. */
  Turns turns() {
    return turns;
  }

  /** No files are sent from now on. */
  void giveUp(Throwable reason) {
    if (given) {
      given = false;
      LOG.info(
          "Rows are inserted by statements, which takes longer than by LOAD DATA LOCAL: {}",
          reason.getMessage());
    }
  }

  /** Makes an empty file that only its owner can read. */
  Future<Path> create() {
    FileSystem files = vertx.fileSystem();
    return files
        .mkdirs(String.valueOf(directory), "rwx------")
        .compose(
            made -> files.createTempFile(String.valueOf(directory), "rows-", ".tsv", "rw-------"))
        .map(Path::of);
  }

  /**
   * Writes rows in place of what the file has.
   *
   * @return how many bytes they are
   */
  Future<Long> write(Path file, Table table, List<Row> rows, RowText text) {
    return vertx.executeBlocking(
        () -> {
          text.clear();
          int columns = table.columns().size();
          for (Row row : rows) {
            text.add(row, columns);
          }
          return text.writeTo(file);
        },
        false);
  }

  /** Never fails. */
  Future<Void> delete(Path file) {
    return vertx.fileSystem().delete(file.toString()).otherwiseEmpty();
  }
}
