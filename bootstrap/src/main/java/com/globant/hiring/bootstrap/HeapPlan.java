package com.globant.hiring.bootstrap;

import com.globant.hiring.csv.RowParser;

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
    long largestRecord = RowParser.bytesOfLargestRecord(limits.maxFieldBytes());
    HeapPlan plan = divided(heapBytes, limits.maxConcurrentLoads());
    if (plan.rowBytes < largestRecord) {
      throw tooSmall(heapBytes, limits, largestRecord);
    }
    return plan;
  }

  private static HeapPlan divided(long heapBytes, int loads) {
    int bodyBytes =
        (int) Math.max(LEAST_BODY_BYTES, Math.min(MOST_BODY_BYTES, heapBytes / BODY_SHARE / loads));
    long left = heapBytes - SERVICE_BYTES - loads * (RowParser.bytesOfEachFile() + bodyBytes);
    return new HeapPlan(bodyBytes, Math.max(0, left) / 100 * USABLE_PERCENT);
  }

  private static StartFailed tooSmall(long heapBytes, Settings.Limits limits, long largestRecord) {
    int loads = limits.maxConcurrentLoads();
    long needed = (heapBytes / MIB + 1) * MIB;
    while (divided(needed, loads).rowBytes < largestRecord) {
      needed += MIB;
    }
    return new StartFailed(
        "The heap of %d MiB is too small for the configured limits, which need %d MiB: %d for the service, %d for limits.max_concurrent_loads = %d, and %d for a record with fields of limits.max_field_bytes = %d. Give the JVM more (HIRING_JAVA_OPTS=-Xmx%dm), or lower one of these limits (HIRING_LIMITS_MAX_CONCURRENT_LOADS, HIRING_LIMITS_MAX_FIELD_BYTES)"
            .formatted(
                heapBytes / MIB,
                needed / MIB,
                SERVICE_BYTES / MIB,
                mebibytes(loads * (RowParser.bytesOfEachFile() + divided(needed, loads).bodyBytes)),
                loads,
                mebibytes(largestRecord * 100 / USABLE_PERCENT),
                limits.maxFieldBytes(),
                // Some collectors keep a part of the heap for themselves.
                needed / MIB * 21 / 20 + 1));
  }

  private static long mebibytes(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
