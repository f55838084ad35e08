package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.rejects.Rejects;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads, checks and writes the rows of one load, file after file and batch by batch. Up to {@link
 * #MOST_WRITES} batches are written while the next is read. They are settled in the order of the
 * files: their rows are counted, the refused ones are kept, and their memory is freed.
 *
 * <p>Runs on the load's own thread.
 */
final class RowLoop {
  /**
   * The most batches that are being written. The {@link LoadTransaction} keeps their rows on disk,
   * and writes up to half of them in one statement, so a large load needs many.
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
  private final LoadTransaction transaction;
  private final SettledRows settled;
  private final Deque<Batch> unsettled = new ArrayDeque<>();
  private final AtomicInteger refusedUnsettled = new AtomicInteger();
  private @Nullable OpenFile file;
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

  /**
   * A batch that is being written.
   *
   * @param start of its file; null if its rows are of several files
   * @param file in whose memory it is; null if it holds none
   */
  private record Batch(
      @Nullable FileStart start,
      List<RowRejected> refused,
      CompletionStage<Written> write,
      @Nullable OpenFile file) {
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
      LoadTransaction transaction,
      Rejects rejects) {
    this.request = request;
    this.requireMayGoOn = requireMayGoOn;
    this.observer = observer;
    this.body = body;
    this.transaction = transaction;
    this.settled = new SettledRows(request, rejects);
  }

  /** The rows that are settled so far. For any thread. */
  RowCounts counts() {
    return settled.counts();
  }

  /**
   * Writes all rows of files. Fails with what is wrong first in the order of the files.
   *
   * @param files opens the next file; null at the end. At least one. They are closed here
   * @throws Refused if rows end the load, or none was accepted
   */
  void run(Supplier<@Nullable OpenFile> files) {
    try {
      readAndWrite(files);
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private void readAndWrite(Supplier<@Nullable OpenFile> files) {
    try {
      for (OpenFile next = files.get(); next != null; next = files.get()) {
        file = next;
        settled.begin(next.start());
        boolean more = true;
        while (more) {
          more = readCheckAndWrite(next);
        }
        settleWhatHoldsMemory();
        file = null;
        next.close();
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
  private boolean readCheckAndWrite(OpenFile from) {
    requireMayGoOn.run();
    settleWritten();
    List<RawRow> batch = from.next();
    if (batch.isEmpty()) {
      return false;
    }
    List<RawRow> rows = from.rowsAmong(batch);
    write(
        from,
        Checked.of(rows.isEmpty() ? List.of() : from.rules(transaction.references()).check(rows)));
    return true;
  }

  /** Handles rows that had to wait for the end of the files. */
  private boolean writeWaiting() {
    settleWritten();
    List<RowOutcome> waited = transaction.nextWaiting();
    if (waited.isEmpty()) {
      return false;
    }
    Checked batch = Checked.of(waited);
    unsettled.add(new Batch(null, batch.refused, write(batch.accepted), null));
    return true;
  }

  private void settleWritten() {
    while (!unsettled.isEmpty() && (mustSettle() || unsettled.element().isWritten())) {
      settleOldest();
    }
  }

  private boolean mustSettle() {
    return unsettled.size() == MOST_WRITES
        || refusedUnsettled.get() > MOST_REFUSED
        || (file != null && !file.tryBeginBatch());
  }

  private void write(OpenFile from, Checked batch) {
    CompletionStage<Written> write = write(batch.accepted);
    boolean holdsMemory = !batch.refused.isEmpty();
    unsettled.add(new Batch(from.start(), batch.refused, write, holdsMemory ? from : null));
    if (!holdsMemory) {
      // Nothing of the batch is in memory any more.
      from.settled();
    }
  }

  /** Before a file is closed, which frees its memory. */
  private void settleWhatHoldsMemory() {
    while (unsettled.stream().anyMatch(batch -> batch.file != null)) {
      settleOldest();
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
      settled.add(oldest.start, oldest.refused, written);
    } catch (RuntimeException failure) {
      unsettled.clear();
      throw failure;
    }
    if (oldest.file != null) {
      oldest.file.settled();
    }
  }
}
