package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of one load that wait to be written, in their order: on disk, in files that are
 * filled until it is their turn, or a few in memory. For any thread.
 */
final class BatchQueue {
  private static final Logger LOG = LoggerFactory.getLogger(BatchQueue.class);

  /**
   * Half of the batches that a load may have under way, so that the next file is filled meanwhile.
   */
  private static final int MOST_BATCHES = 64;

  /**
   * Larger files of wide rows could keep one connection busy for a second at the end of a load,
   * while the other is idle.
   */
  private static final long MOST_BYTES = 4 * 1024 * 1024;

  /** Smaller files cost the server noticeably more for each row. */
  private static final long WORTHWHILE_BYTES = 512 * 1024;

  /** A smaller file waits this long for more batches, except for the first of a load. */
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(20);

  /** Batches that are in memory at once, if they are small or cannot be stored. */
  private static final int MOST_IN_MEMORY = 8;

  private final RowFiles files;
  private final Deque<Portion> waiting = new ArrayDeque<>();
  private final Deque<Portion> underWay = new ArrayDeque<>();
  private final Deque<RowFile> unused = new ArrayDeque<>();
  private int inMemory;
  private boolean begun;
  private boolean closed;

  BatchQueue(RowFiles files) {
    this.files = files;
  }

  /** Whether no batch waits. */
  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Appends a batch to the last file. Blocks for the disk. */
  synchronized void addToFile(Batch batch, ByteBuffer values, ByteBuffer origins)
      throws IOException {
    requireOpen();
    Portion last = waiting.peekLast();
    RowFile file = last == null ? null : last.file();
    if (file == null || file.batches().size() == MOST_BATCHES || file.textBytes() >= MOST_BYTES) {
      file = unused.isEmpty() ? files.create() : unused.remove();
      waiting.add(Portion.of(file));
    }
    file.append(batch, values, origins);
    notifyAll();
  }

  /** Adds a batch in memory. Blocks if there are too many. */
  synchronized void addInMemory(Batch batch, List<Row> rows, boolean isSmall) {
    while (inMemory == MOST_IN_MEMORY && !closed) {
      awaitChange(Long.MAX_VALUE);
    }
    requireOpen();
    inMemory++;
    waiting.add(Portion.of(batch, rows, isSmall));
    notifyAll();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The load is over");
    }
  }

  /**
   * Waits until something is worth being sent.
   *
   * @return what is next; another thread may take it first. Null at the end
   */
  synchronized @Nullable Portion awaitNext() {
    while (true) {
      Portion next = waiting.peek();
      if (next == null) {
        if (closed) {
          return null;
        }
        awaitChange(Long.MAX_VALUE);
      } else {
        long left = isWorthwhile(next) ? 0 : next.since() + LONGEST_WAIT - System.nanoTime();
        if (left <= 0) {
          return next;
        }
        awaitChange(left);
      }
    }
  }

  private synchronized void awaitChange(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("The threads of a load are not interrupted", interrupted);
    }
  }

  private boolean isWorthwhile(Portion next) {
    RowFile file = next.file();
    return file == null
        || waiting.size() > 1
        || file.textBytes() >= WORTHWHILE_BYTES
        || !begun
        || closed;
  }

  /** Takes out what is next, or null if there is nothing. */
  synchronized @Nullable Portion take() {
    Portion next = waiting.poll();
    if (next != null) {
      begun = true;
      underWay.add(next);
    }
    return next;
  }

  /** Waits until all that was taken out before is done. */
  synchronized void awaitEarlier(Portion portion) {
    while (!underWay.element().equals(portion)) {
      awaitChange(Long.MAX_VALUE);
    }
  }

  /** Waits until nothing waits or is under way. */
  synchronized void awaitIdle() {
    while (!waiting.isEmpty() || !underWay.isEmpty()) {
      awaitChange(Long.MAX_VALUE);
    }
  }

  /** To be called when something that was taken out is written, or has failed. */
  synchronized void done(Portion portion) {
    underWay.remove(portion);
    RowFile file = portion.file();
    if (file == null) {
      inMemory--;
    } else {
      file.clear();
      unused.add(file);
    }
    notifyAll();
  }

  /** Nothing is added any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Deletes the files, when all is done. */
  synchronized void deleteFiles() {
    for (RowFile file : unused) {
      try {
        file.close();
      } catch (IOException failure) {
        LOG.warn("A file of rows cannot be deleted", failure);
      }
    }
    unused.clear();
  }
}
