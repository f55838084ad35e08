package com.globant.hiring.spark.write;

import com.globant.hiring.spark.check.Keys;
import java.util.Arrays;
import org.apache.spark.Partitioner;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Ranges of keys with about equally many rows. Each is a part. */
public final class KeyRanges extends Partitioner {
  private static final long serialVersionUID = 1L;

  /** The first key of each range but the first. */
  private final long[] bounds;

  private KeyRanges(long[] bounds) {
    this.bounds = bounds;
  }

  /**
   * @param keys as {@link Keys#unsigned} gives them
   */
  public static KeyRanges of(Roaring64Bitmap keys, int ranges) {
    long rows = keys.getLongCardinality();
    long[] bounds = new long[ranges - 1];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = keys.select((i + 1) * rows / ranges) ^ Long.MIN_VALUE;
    }
    return new KeyRanges(bounds);
  }

  @Override
  public int numPartitions() {
    return bounds.length + 1;
  }

  @Override
  public int getPartition(Object key) {
    int found = Arrays.binarySearch(bounds, (Long) key);
    return found >= 0 ? found + 1 : -found - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRanges ranges && Arrays.equals(bounds, ranges.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }
}
