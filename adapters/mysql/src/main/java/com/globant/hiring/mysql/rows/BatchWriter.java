package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.summary.SummaryChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of one load over one of its sessions, on a thread of its own, which waits for the
 * database: each file by LOAD DATA LOCAL, which costs the server less than INSERTs. While the
 * server loads one file, the next is filled.
 *
 * <p>With LOCAL, the server turns errors into warnings and skips or cuts rows. So a file counts
 * only if the server has inserted every row of it without a warning. Else it is rolled back, its
 * rows are read again, and INSERTs show what is wrong with which row.
 */
final class BatchWriter {
  /**
   * A session that fills a new table commits after this many rows, so that transactions do not grow
   * with the load.
   */
  private static final int ROWS_A_TRANSACTION = 50_000;

  private final BatchQueue queue;
  private final RowFiles files;
  private final LoadStatements sending;
  private final Session session;
  private final RowTarget target;
  private final SummaryChanges summaryChanges;
  private final RowStatements statements;
  private final BooleanSupplier commitsEach;
  private final String loadFile;
  private int uncommitted;

  /**
   * @param commitsEach whether other sessions may have to find each row of a new table
   */
  BatchWriter(
      BatchQueue queue,
      RowFiles files,
      LoadStatements sending,
      Session session,
      RowTarget target,
      SummaryChanges summaryChanges,
      BooleanSupplier commitsEach) {
    this.queue = queue;
    this.files = files;
    this.sending = sending;
    this.session = session;
    this.target = target;
    this.summaryChanges = summaryChanges;
    this.statements = new RowStatements(sending, session, target, summaryChanges);
    this.commitsEach = commitsEach;
    this.loadFile = Sql.loadFile(target.plan().schema(), target.plan().table(), target.name());
  }

  /** Writes until the queue is closed. */
  void run() {
    for (Portion next = queue.awaitNext(); next != null; next = queue.awaitNext()) {
      if (next.isSmall()) {
        writeNext();
      } else {
        // Batches are added to the file until it is its turn.
        files.limiter().run(this::writeNext);
      }
    }
  }

  private void writeNext() {
    Portion portion = queue.take();
    if (portion == null) {
      return;
    }
    List<Batch> batches = List.copyOf(portion.batches());
    @Nullable Throwable failure = null;
    try {
      write(portion, batches);
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
      sending.fail(thrown);
    } finally {
      queue.done(portion);
    }
    for (Batch batch : batches) {
      if (failure == null) {
        batch.complete();
      } else {
        batch.fail(
            failure instanceof Error
                ? failure
                : DatabaseFailures.translated(failure, target.plan().table()));
      }
    }
  }

  private void write(Portion portion, List<Batch> batches) {
    RowFile file = portion.file();
    if (file != null && isLoaded(file)) {
      batches.forEach(Batch::loaded);
    } else {
      for (Batch batch : batches) {
        statements.insert(file == null ? portion.rows() : read(file, batch), batch);
      }
    }
    if (batches.stream().anyMatch(batch -> !batch.repeated().isEmpty())) {
      queue.awaitEarlier(portion);
      batches.forEach(batch -> statements.repeated(batch.repeated(), batch));
    }
    if (summaryChanges.areMany()) {
      sending.run(summaryChanges::write);
    }
    if (target.isNew()) {
      commitIfDue(batches);
    }
  }

  private boolean isLoaded(RowFile file) {
    if (!files.areUsed() || sending.areDuplicatesExpected()) {
      return false;
    }
    try {
      return sending.run(() -> session.load(loadFile, file.text(), file.rows()));
    } catch (RuntimeException refusal) {
      if (!DatabaseFailures.areFilesRefused(refusal)) {
        throw refusal;
      }
      files.refused(refusal);
      return false;
    }
  }

  /** The rows of a batch whose file the server has not loaded. */
  private List<Row> read(RowFile file, Batch batch) {
    try {
      List<Row> rows = file.read(target.plan().table(), batch);
      summaryChanges.notInserted(rows);
      return rows;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * If the database decides about some keys, other sessions must find all rows before they write
   * more. So no session ever waits for rows of another.
   */
  private void commitIfDue(List<Batch> batches) {
    uncommitted += batches.stream().mapToInt(Batch::size).sum();
    if (commitsEach.getAsBoolean() || uncommitted > ROWS_A_TRANSACTION) {
      sending.run(() -> session.query("COMMIT"));
      uncommitted = 0;
    }
  }
}
