package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.csv.loaddata.RowText;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts the rows of one load by LOAD DATA LOCAL, which costs the server less than INSERTs. Rows
 * are stored in files, not in memory. While the server loads one file, the next is filled.
 *
 * <p>With LOCAL, the server turns errors into warnings and skips or cuts rows. So a file counts
 * only if the server has inserted every row of it without a warning. Else it is rolled back, its
 * rows are read again, and INSERTs show what is wrong with which row.
 *
 * <p>Rows are stored on the load's thread, one batch at a time. All else happens on the context of
 * the sessions.
 */
final class FileInserts {
  private static final Logger LOG = LoggerFactory.getLogger(FileInserts.class);

  /** Smaller files cost the server noticeably more for each row. */
  private static final long WORTHWHILE_BYTES = 512 * 1024;

  /** A smaller file waits this long for more batches, except for the first of a load. */
  private static final long LONGEST_WAIT_MILLIS = 20;

  /** Batches that are in memory at once, if they are small or cannot be stored. */
  private static final int MOST_IN_MEMORY = 8;

  private final RowFiles files;
  private final LoadPlan plan;
  private final String statement;
  private final BooleanSupplier worthTrying;
  private final Function<Session, Future<Void>> afterFile;
  private final int connections;
  private final Deque<Session> free;
  private final RowText values = new RowText();
  private final RowText origins = new RowText();
  private final Semaphore inMemory = new Semaphore(MOST_IN_MEMORY);
  private boolean diskFailed;

  private final RowFileQueue filled;
  private volatile boolean stopped;
  private boolean waiting;
  private boolean waited = true;
  private @Nullable Promise<Void> idle;

  /**
   * @param into name of the table, which has the columns of the one that is loaded
   * @param sessions that write at the same time
   * @param worthTrying asked before each file; if false, its rows are inserted by statements
   * @param afterFile done before the batches of a file are
   */
  FileInserts(
      RowFiles files,
      LoadPlan plan,
      String into,
      List<Session> sessions,
      BooleanSupplier worthTrying,
      Function<Session, Future<Void>> afterFile) {
    this.files = files;
    this.filled = new RowFileQueue(files);
    this.plan = plan;
    this.statement = Sql.loadFile(plan.schema(), plan.table(), into);
    this.worthTrying = worthTrying;
    this.afterFile = afterFile;
    this.connections = sessions.size();
    this.free = new ArrayDeque<>(sessions);
  }

  WriteLimiter limiter() {
    return files.limiter();
  }

  /** Whether no batch is stored that is not sent yet. */
  boolean isEmpty() {
    return filled.isEmpty();
  }

  /**
   * Stores a batch, on the load's thread. Blocks for the disk.
   *
   * @param byStatements inserts the rows if the server refuses them in a file
   * @return null if the rows cannot be stored
   */
  @Nullable StoredBatch store(
      List<Row> rows, BiFunction<Session, List<Row>, Future<Void>> byStatements) {
    if (diskFailed || !files.areKept()) {
      return null;
    }
    values.clear();
    origins.clear();
    int columns = plan.table().columns().size();
    for (Row row : rows) {
      values.add(row, columns);
      origins.addOrigin(row);
    }
    StoredBatch batch = new StoredBatch(rows.size(), byStatements);
    try {
      filled.append(batch, values.buffer(), origins.buffer());
      return batch;
    } catch (IOException failure) {
      diskFailed = true;
      LOG.warn("Rows are kept in memory, as they cannot be written to a file", failure);
      return null;
    }
  }

  /**
   * Limits how many batches are in memory. Called on the load's thread, which waits if they are too
   * many.
   */
  <T> Supplier<Future<T>> inMemory(Supplier<Future<T>> insert) {
    inMemory.acquireUninterruptibly();
    return () -> insert.get().onComplete(done -> inMemory.release());
  }

  /**
   * Inserts a stored batch.
   *
   * @return whether the server has loaded it; if not, its rows were inserted by statements
   */
  Future<Boolean> insert(StoredBatch batch) {
    if (stopped) {
      return Future.failedFuture(over());
    }
    proceed();
    return batch.done().future();
  }

  /** Sends what is stored. Completes when nothing is stored or being sent. */
  Future<Void> flush() {
    if (idle == null) {
      idle = Promise.promise();
    }
    Future<Void> flushed = idle.future();
    proceed();
    return flushed;
  }

  /** No statement is sent from now on. */
  void stop() {
    stopped = true;
    proceed();
  }

  /** To be called after {@link #stop}. Deletes the files when they are not used any more. */
  Future<Void> close() {
    return flush()
        .compose(
            nothing ->
                files
                    .vertx()
                    .<Void>executeBlocking(
                        () -> {
                          filled.close();
                          return null;
                        }))
        .otherwiseEmpty();
  }

  private void proceed() {
    while (!free.isEmpty() && isWorthSending()) {
      waited = false;
      Session session = free.remove();
      // Batches are added to the file until it is its turn.
      limiter()
          .run(() -> send(session))
          .onComplete(
              done -> {
                free.add(session);
                proceed();
              });
    }
    if (!free.isEmpty() && !isEmpty()) {
      waitForMore();
    }
    if (idle != null && isEmpty() && free.size() == connections) {
      Promise<Void> completed = idle;
      idle = null;
      completed.complete();
    }
  }

  private boolean isWorthSending() {
    return filled.has(waited || idle != null || stopped ? 0 : WORTHWHILE_BYTES);
  }

  private void waitForMore() {
    if (!waiting) {
      waiting = true;
      files
          .vertx()
          .setTimer(
              LONGEST_WAIT_MILLIS,
              timer -> {
                waiting = false;
                waited = true;
                proceed();
              });
    }
  }

  /** Never fails: failures are those of the batches. */
  private Future<Void> send(Session session) {
    RowFile file = filled.poll();
    if (file == null) {
      return Future.succeededFuture();
    }
    return load(session, file)
        .compose(
            loaded ->
                (loaded ? Future.<Void>succeededFuture() : insertByStatements(session, file))
                    .compose(written -> afterFile.apply(session))
                    .map(loaded))
        .<Void>map(
            loaded -> {
              file.batches().forEach(batch -> batch.done().complete(loaded));
              return null;
            })
        .otherwise(
            failure -> {
              file.batches().forEach(batch -> batch.done().tryFail(failure));
              return null;
            })
        .onComplete(done -> filled.reuse(file));
  }

  private Future<Boolean> load(Session session, RowFile file) {
    if (stopped) {
      return Future.failedFuture(over());
    }
    if (!files.isLoadDataAccepted() || !worthTrying.getAsBoolean()) {
      return Future.succeededFuture(false);
    }
    return session
        .load(statement, file.text(), file.rows())
        .recover(
            failure -> {
              if (!DatabaseFailures.areFilesRefused(failure)) {
                return Future.failedFuture(failure);
              }
              files.loadDataRefused(failure);
              return Future.succeededFuture(false);
            });
  }

  private Future<Void> insertByStatements(Session session, RowFile file) {
    Future<Void> done = Future.succeededFuture();
    for (StoredBatch batch : file.batches()) {
      done =
          done.compose(nothing -> read(file, batch))
              .compose(rows -> batch.byStatements(session, rows));
    }
    return done;
  }

  private Future<List<Row>> read(RowFile file, StoredBatch batch) {
    return stopped
        ? Future.failedFuture(over())
        : files.vertx().executeBlocking(() -> file.read(plan.table(), batch), false);
  }

  private static IllegalStateException over() {
    return new IllegalStateException("The load is over");
  }
}
