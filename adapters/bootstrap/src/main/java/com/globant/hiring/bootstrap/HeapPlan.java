package com.globant.hiring.bootstrap;

import com.globant.hiring.csv.CsvAdapter;

/**
 * How the heap is divided among what the configured limits allow.
 *
 * @param bodyBytes of each load, for what has arrived of its body and is not read yet
 * @param rowBytes for the rows of all loads, besides what each has for itself
 */
record HeapPlan(int bodyBytes, long rowBytes) {
  private static final long MIB = 1 << 20;

  /** What the service itself takes, and the collector needs to work. */
  private static final long SERVICE_BYTES = 32 * MIB;

  /** Of what is left, in percent: large arrays leave gaps. */
  private static final int USABLE_PERCENT = 60;

  /** One sixteenth of the heap, but not more than is of use or less than one read brings. */
  private static final int BODY_SHARE = 16;

  private static final int MOST_BODY_BYTES = 512 * 1024;
  private static final int LEAST_BODY_BYTES = 64 * 1024;

  /**
   * Divides the heap.
   *
   * @param heapBytes the most that the heap may grow to
   * @throws StartFailed if it is too small, with the numbers and what to change
   */
  static HeapPlan of(long heapBytes, Settings.Limits limits) {
    int loads = limits.maxConcurrentLoads();
    int bodyBytes =
        (int) Math.max(LEAST_BODY_BYTES, Math.min(MOST_BODY_BYTES, heapBytes / BODY_SHARE / loads));
    long rowBytes = rowBytes(heapBytes, loads, bodyBytes);
    long largestRecord = CsvAdapter.bytesOfLargestRecord(limits.maxFieldBytes());
    if (rowBytes < largestRecord) {
      throw tooSmall(heapBytes, limits, largestRecord);
    }
    return new HeapPlan(bodyBytes, rowBytes);
  }

  private static long rowBytes(long heapBytes, int loads, int bodyBytes) {
    long left = heapBytes - SERVICE_BYTES - loads * (CsvAdapter.bytesOfEachLoad() + bodyBytes);
    return Math.max(0, left) / 100 * USABLE_PERCENT;
  }

  private static StartFailed tooSmall(long heapBytes, Settings.Limits limits, long largestRecord) {
    long ofLoads = limits.maxConcurrentLoads() * (CsvAdapter.bytesOfEachLoad() + LEAST_BODY_BYTES);
    long needed = SERVICE_BYTES + ofLoads + largestRecord * 100 / USABLE_PERCENT;
    return new StartFailed(
        "The heap of %d MiB is too small for the configured limits, which need %d MiB: the service %d, limits.max_concurrent_loads = %d %d, a record with fields of limits.max_field_bytes = %d %d. Give the JVM at least that much (HIRING_JAVA_OPTS=-Xmx%dm), or lower these limits (HIRING_LIMITS_MAX_CONCURRENT_LOADS, HIRING_LIMITS_MAX_FIELD_BYTES)"
            .formatted(
                heapBytes / MIB,
                mebibytes(needed),
                SERVICE_BYTES / MIB,
                limits.maxConcurrentLoads(),
                mebibytes(ofLoads),
                limits.maxFieldBytes(),
                mebibytes(largestRecord * 100 / USABLE_PERCENT),
                // Some collectors keep a part of the heap for themselves.
                mebibytes(needed) * 21 / 20 + 1));
  }

  private static long mebibytes(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
