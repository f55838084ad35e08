package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.rejects.Rejects;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.row.RowRules;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads, checks and writes the rows of one load, batch by batch. Up to {@link #MOST_WRITES} batches
 * are written while the next is read. They are settled in the order of the file: their rows are
 * counted, the refused ones are kept, and their memory is freed.
 *
 * <p>Runs on the load's own thread.
 */
final class RowLoop {
  /**
   * The most batches that are being written. The sink keeps their rows on disk. It writes up to
   * half of them in one statement, so a large load needs many.
   */
  private static final int MOST_WRITES = 128;

  /**
   * Refused rows of batches that are written and wait for earlier ones. Each takes some hundred
   * bytes, so 128 batches of duplicates would fill a small heap.
   */
  private static final int MOST_REFUSED = 8_000;

  private static final Written NOTHING = new Written(0, 0, 0, 0, List.of());

  private final LoadRequest request;
  private final Runnable requireMayGoOn;
  private final LoadObserver observer;
  private final Body body;
  private final RawRows rows;
  private final LoadTransaction transaction;
  private final FileStart start;
  private final SettledRows settled;
  private final Deque<Batch> unsettled = new ArrayDeque<>();
  private final AtomicInteger refusedUnsettled = new AtomicInteger();
  private @Nullable RowRules rules;
  private volatile boolean writeFailed;

  /** A batch, divided by the rules. */
  private record Checked(List<Row> accepted, List<RowRejected> refused) {
    static Checked of(List<RowOutcome> outcomes) {
      Checked checked = new Checked(new ArrayList<>(outcomes.size()), new ArrayList<>());
      for (RowOutcome outcome : outcomes) {
        if (outcome instanceof Row row) {
          checked.accepted.add(row);
        } else if (outcome instanceof RowRejected rejected) {
          checked.refused.add(rejected);
        }
      }
      return checked;
    }
  }

  /** A batch that is being written. */
  private record Batch(
      List<RowRejected> refused, CompletionStage<Written> write, boolean holdsMemory) {
    boolean isWritten() {
      return write.toCompletableFuture().isDone();
    }
  }

  /**
   * @param requireMayGoOn called before each batch, fails if the load may not go on
   * @param body abandoned if a write fails, since its client may be pausing
   */
  RowLoop(
      LoadRequest request,
      Runnable requireMayGoOn,
      LoadObserver observer,
      Body body,
      RawRows rows,
      FileStart start,
      LoadTransaction transaction,
      Rejects rejects) {
    this.request = request;
    this.requireMayGoOn = requireMayGoOn;
    this.observer = observer;
    this.body = body;
    this.rows = rows;
    this.start = start;
    this.transaction = transaction;
    this.settled = new SettledRows(request, start, rejects);
  }

  /** The rows that are settled so far. For any thread. */
  RowCounts counts() {
    return settled.counts();
  }

  /**
   * Writes all rows. Fails with what is wrong first in the order of the file.
   *
   * @throws Refused if rows end the load, or none was accepted
   */
  void run() {
    try {
      boolean more = true;
      while (more) {
        more = readCheckAndWrite();
      }
      while (writeWaiting()) {
        requireMayGoOn.run();
      }
    } catch (BodyInterrupted interrupted) {
      if (writeFailed) {
        settleAll();
      }
      throw interrupted;
    } catch (RuntimeException failure) {
      // What was read before may fail too, and comes first.
      settleAll();
      throw failure;
    }
    settleAll();
    settled.requireAcceptedRow();
  }

  /** Handles one batch. A method of its own, so that no variable holds the batch afterwards. */
  private boolean readCheckAndWrite() {
    List<RawRow> batch = read();
    if (batch.isEmpty()) {
      return false;
    }
    write(check(batch));
    return true;
  }

  /** Handles rows that had to wait for the end of the file. */
  private boolean writeWaiting() {
    settleWritten();
    List<RowOutcome> waited = transaction.nextWaiting();
    if (waited.isEmpty()) {
      return false;
    }
    Checked batch = Checked.of(waited);
    unsettled.add(new Batch(batch.refused, write(batch.accepted), false));
    return true;
  }

  private void settleWritten() {
    while (!unsettled.isEmpty() && (mustSettle() || unsettled.element().isWritten())) {
      settleOldest();
    }
  }

  private List<RawRow> read() {
    requireMayGoOn.run();
    settleWritten();
    try {
      return rows.next();
    } catch (IOException failure) {
      throw BodyInterrupted.by(failure);
    }
  }

  private boolean mustSettle() {
    return unsettled.size() == MOST_WRITES
        || refusedUnsettled.get() > MOST_REFUSED
        || !rows.hasMemory();
  }

  private Checked check(List<RawRow> batch) {
    List<RawRow> rows = new ArrayList<>(batch.size());
    for (RawRow raw : batch) {
      if (!start.isHeader(raw)) {
        rows.add(raw);
      }
    }
    return rows.isEmpty() ? Checked.of(List.of()) : Checked.of(rules().check(rows));
  }

  /** Known once the first record was seen, which may be a header. */
  private RowRules rules() {
    RowRules known = rules;
    if (known == null) {
      known =
          new RowRules(
              request.table(),
              start.order(),
              request.missing(),
              transaction.references(),
              rows.delimiter());
      rules = known;
    }
    return known;
  }

  private void write(Checked batch) {
    CompletionStage<Written> write = write(batch.accepted);
    unsettled.add(new Batch(batch.refused, write, !batch.refused.isEmpty()));
    if (batch.refused.isEmpty()) {
      // Nothing of the batch is in memory any more.
      rows.settled();
    }
  }

  private CompletionStage<Written> write(List<Row> accepted) {
    if (accepted.isEmpty()) {
      return CompletableFuture.completedStage(NOTHING);
    }
    long sent = System.nanoTime();
    return transaction
        .write(accepted)
        .whenComplete(
            (written, failure) -> {
              observer.batchWritten(request, Duration.ofNanos(System.nanoTime() - sent));
              if (failure != null) {
                writeFailed = true;
                body.abandon();
              } else {
                refusedUnsettled.addAndGet(written.rejected().size());
              }
            });
  }

  private void settleAll() {
    while (!unsettled.isEmpty()) {
      settleOldest();
    }
  }

  /** Waits for the oldest batch. After one that fails, later ones do not count. */
  private void settleOldest() {
    Batch oldest = unsettled.remove();
    try {
      Written written = await(oldest.write);
      refusedUnsettled.addAndGet(-written.rejected().size());
      settled.add(oldest.refused, written);
    } catch (RuntimeException failure) {
      unsettled.clear();
      throw failure;
    }
    if (oldest.holdsMemory) {
      rows.settled();
    }
  }
}
