package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.csv.RowParser;

/**
 * How the heap is divided, by the configured limits.
 *
 * @param bodyBytes for the received but unread bytes of the body of each load
 * @param rowBytes for the rows of all loads, beside the fixed part of each load
 * @param keyBytes for the keys that loads have seen; 0 is enough, but slow
 */
record HeapPlan(int bodyBytes, long rowBytes, long keyBytes) {
  private static final long MIB = 1 << 20;

  /** For the service itself and the garbage collector. */
  private static final long SERVICE_BYTES = 32 * MIB;

  /** Percentage of the rest, since large arrays leave gaps. */
  private static final int USABLE_PERCENT = 60;

  /** One sixteenth of the heap for all bodies, within these limits. */
  private static final int BODY_SHARE = 16;

  /** At most one eighth of the heap for keys, and half of what a record of any size leaves. */
  private static final int KEY_SHARE = 8;

  private static final int MOST_BODY_BYTES = 512 * 1024;
  private static final int LEAST_BODY_BYTES = 64 * 1024;

  /**
   * Divides the heap.
   *
   * @param heapBytes maximum size of the heap
   * @throws StartFailed if it is too small, with the size needed and what to change
   */
  static HeapPlan of(long heapBytes, Settings.Limits limits) {
    long largestRecord = RowParser.bytesOfLargestRecord(limits.maxFieldBytes());
    HeapPlan plan = divided(heapBytes, limits.maxConcurrentLoads(), largestRecord);
    if (plan.rowBytes < largestRecord) {
      throw tooSmall(heapBytes, limits, largestRecord);
    }
    return plan;
  }

  private static HeapPlan divided(long heapBytes, int loads, long largestRecord) {
    int bodyBytes =
        (int) Math.max(LEAST_BODY_BYTES, Math.min(MOST_BODY_BYTES, heapBytes / BODY_SHARE / loads));
    long left = heapBytes - SERVICE_BYTES - loads * (RowParser.bytesOfEachFile() + bodyBytes);
    long spare = left - largestRecord * 100 / USABLE_PERCENT;
    long keyBytes = Math.max(0, Math.min(heapBytes / KEY_SHARE, spare / 2));
    return new HeapPlan(bodyBytes, Math.max(0, left - keyBytes) / 100 * USABLE_PERCENT, keyBytes);
  }

  private static StartFailed tooSmall(long heapBytes, Settings.Limits limits, long largestRecord) {
    int loads = limits.maxConcurrentLoads();
    long needed = (heapBytes / MIB + 1) * MIB;
    while (divided(needed, loads, largestRecord).rowBytes < largestRecord) {
      needed += MIB;
    }
    return new StartFailed(
        "The heap of %d MiB is too small for the configured limits, which need %d MiB: %d for the service, %d for limits.max_concurrent_loads = %d, and %d for a record with fields of limits.max_field_bytes = %d. Give the JVM more (HIRING_JAVA_OPTS=-Xmx%dm), or lower one of these limits (HIRING_LIMITS_MAX_CONCURRENT_LOADS, HIRING_LIMITS_MAX_FIELD_BYTES)"
            .formatted(
                heapBytes / MIB,
                needed / MIB,
                SERVICE_BYTES / MIB,
                mebibytes(
                    loads
                        * (RowParser.bytesOfEachFile()
                            + divided(needed, loads, largestRecord).bodyBytes)),
                loads,
                mebibytes(largestRecord * 100 / USABLE_PERCENT),
                limits.maxFieldBytes(),
                // Some collectors reserve a part of the heap.
                needed / MIB * 21 / 20 + 1));
  }

  private static long mebibytes(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
