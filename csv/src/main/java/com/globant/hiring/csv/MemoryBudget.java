package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The heap that the rows of all files may take, besides what each file has for itself. At most half
 * of it is for batches of ordinary rows: a file that gets none reads smaller batches. The rest is
 * for large records, of which one is always possible: a file with such a record waits until others
 * have released enough.
 *
 * <p>A file that waits holds no memory of large records. So files cannot wait for each other for
 * ever.
 *
 * <p>Counts in KiB. For any thread.
 */
final class MemoryBudget {
  private static final int KIB = 1024;

  private final long recordBytes;
  private final Duration patience;
  private final Semaphore batches;
  private final Semaphore records;
  private final long total;

  /**
   * @param bytes in all
   * @param largestRecord bytes that the largest record takes; if there are fewer in all, it is
   *     refused
   * @param patience how long a file waits for the memory of a large record
   */
  MemoryBudget(long bytes, long largestRecord, Duration patience) {
    this.recordBytes = Math.min(bytes, Math.max(largestRecord, bytes / 2));
    this.patience = patience;
    this.records = new Semaphore(kib(recordBytes), true);
    this.batches = new Semaphore(kib(bytes - recordBytes));
    this.total = free();
  }

  /** Rounded up; of more than 2 TiB, these. */
  static int kib(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes + KIB - 1) / KIB);
  }

  private long free() {
    return (long) records.availablePermits() + batches.availablePermits();
  }

  /** Takes memory for ordinary rows if there is as much. */
  boolean tryTakeForBatch(int kib) {
    return batches.tryAcquire(kib);
  }

  void giveForBatch(int kib) {
    batches.release(kib);
  }

  /**
   * Takes the memory of a large record. Blocks until it is free. Files get it in the order of their
   * calls.
   *
   * @param line on which the record begins, for messages
   * @return how many KiB
   * @throws FileRefused if there is not as much at all, or not in time
   */
  int takeForRecord(long bytes, long line) {
    if (bytes > recordBytes) {
      throw new FileRefused(
          Reason.FIELD_TOO_LARGE,
          "line %d: the record that begins here needs up to %d bytes of memory, and the service has %d for large records; split the record, or give the service a larger heap"
              .formatted(line, bytes, recordBytes));
    }
    int kib = kib(bytes);
    try {
      if (!records.tryAcquire(kib, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(bytes, line);
      }
      return kib;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for memory", interrupted);
    }
  }

  void giveForRecord(int kib) {
    records.release(kib);
  }

  private FileRefused busy(long bytes, long line) {
    return new FileRefused(
        Reason.MEMORY_BUSY,
        "line %d: the record that begins here needs up to %d bytes of memory; other loads hold %d of the %d that the service has for large records, and did not release enough within %d s; send the request again later"
            .formatted(
                line,
                bytes,
                Math.max(0, recordBytes - (long) KIB * records.availablePermits()),
                recordBytes,
                patience.toSeconds()));
  }

  /** How many KiB all files hold. */
  long taken() {
    return total - free();
  }
}
