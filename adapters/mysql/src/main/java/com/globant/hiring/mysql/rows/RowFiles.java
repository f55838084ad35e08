package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
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
public final class RowFiles {
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
  private final WriteLimiter limiter;
  private volatile boolean given;

  /**
   * @param directory made when it is missing and needed; null where no files are sent
   */
  public RowFiles(Vertx vertx, @Nullable Path directory) {
    this.vertx = vertx;
    this.directory = directory == null ? null : directory.toAbsolutePath();
    this.limiter = new WriteLimiter(vertx, WRITES_AT_A_TIME, LONGEST_TURN);
    this.given = directory != null;
  }

  /** Whether to try and send files. */
  boolean areSent() {
    return given;
  }

  /** Those of all loads to write many rows, in files or not. */
  WriteLimiter limiter() {
    return limiter;
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

  /**
   * Writes rows after those that a file has, which is made where it is not there. Never fails; the
   * file tells what became of it.
   */
  Future<Void> append(RowFile file, Table table, List<Row> rows) {
    return (file.isThere() ? Future.<Void>succeededFuture() : make(file))
        .compose(
            made ->
                vertx.<Void>executeBlocking(
                    () -> {
                      file.append(table, rows);
                      return null;
                    },
                    false))
        .recover(
            failure -> {
              file.damage();
              giveUp(failure);
              return Future.succeededFuture();
            });
  }

  /** Only its owner can read it. */
  private Future<Void> make(RowFile file) {
    FileSystem files = vertx.fileSystem();
    return files
        .mkdirs(String.valueOf(directory), "rwx------")
        .compose(
            made -> files.createTempFile(String.valueOf(directory), "rows-", ".tsv", "rw-------"))
        .onSuccess(path -> file.putAt(Path.of(path)))
        .mapEmpty();
  }

  /** Never fails. */
  Future<Void> delete(RowFile file) {
    return file.isThere()
        ? vertx.fileSystem().delete(file.path().toString()).otherwiseEmpty()
        : Future.succeededFuture();
  }
}
