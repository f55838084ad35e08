package com.globant.hiring.csv;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of heap that the rows of all loads may take, besides what each load has for itself. At
 * most half of them are for batches of ordinary rows: a load that gets none of these reads smaller
 * batches. The rest is for large records, of which one is always possible: a load with such a
 * record waits until others have released enough.
 *
 * <p>A load that waits here holds batches at most, which are settled without it, and nothing of the
 * record that it waits for. So loads cannot wait for each other for ever.
 *
 * <p>Its monitor guards the shares of all loads. It is taken a few times for each batch.
 */
final class MemoryBudget {
  private final long forRecords;
  private final Duration patience;
  private final Deque<LoadMemory> waiting = new ArrayDeque<>();
  private final long total;
  private long freeForBatches;
  private long freeForRecords;

  /**
   * @param bytes in all
   * @param largestRecord bytes that the largest record takes; if there are fewer in all, it is
   *     refused
   * @param patience how long a load waits for the bytes of a large record
   */
  MemoryBudget(long bytes, long largestRecord, Duration patience) {
    this.total = bytes;
    this.forRecords = Math.min(bytes, Math.max(largestRecord, bytes / 2));
    this.freeForRecords = forRecords;
    this.freeForBatches = bytes - forRecords;
    this.patience = patience;
  }

  /** Takes bytes for ordinary rows if there are as many. */
  synchronized boolean tryTakeForBatch(long bytes) {
    if (bytes > freeForBatches) {
      return false;
    }
    freeForBatches -= bytes;
    return true;
  }

  synchronized void giveForBatch(long bytes) {
    freeForBatches += bytes;
    notifyAll();
  }

  /**
   * Takes the bytes of a large record. Blocks until they are free; loads get them in the order in
   * which they asked.
   *
   * @param line on which the record begins, for messages
   * @throws Refused if there are not as many at all, or not in time
   * @throws com.globant.hiring.application.load.BodyInterrupted if the load is closed meanwhile
   */
  synchronized void takeForRecord(LoadMemory load, long bytes, long line) {
    if (bytes > forRecords) {
      throw new Refused(
          RefusalCode.FIELD_TOO_LARGE,
          "line %d: the record that begins here needs up to %d bytes of memory, and the service has %d for large records; split the record, or give the service a larger heap"
              .formatted(line, bytes, forRecords));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    waiting.add(load);
    try {
      while (waiting.peek() != load || bytes > freeForRecords) {
        load.requireOpen();
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw busy(bytes, line);
        }
        wait(left);
      }
      load.requireOpen();
      freeForRecords -= bytes;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw LoadMemory.closed();
    } finally {
      waiting.remove(load);
      notifyAll();
    }
  }

  synchronized void giveForRecord(long bytes) {
    freeForRecords += bytes;
    notifyAll();
  }

  private Refused busy(long bytes, long line) {
    return new Refused(
        RefusalCode.MEMORY_BUSY,
        "line %d: the record that begins here needs up to %d bytes of memory; other loads hold %d of the %d that the service has for large records, and did not release enough within %d s; send the request again later"
            .formatted(line, bytes, forRecords - freeForRecords, forRecords, patience.toSeconds()));
  }

  /** How many bytes all loads hold. */
  synchronized long taken() {
    return total - freeForBatches - freeForRecords;
  }
}
