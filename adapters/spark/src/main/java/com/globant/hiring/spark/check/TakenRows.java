package com.globant.hiring.spark.check;

import java.io.Serializable;
import java.util.ArrayList;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rows of a slice that are not written because other rows have their keys, as numbers from 0 among
 * the rows that the rules accept.
 */
public final class TakenRows implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By the number of the key that a row shares. */
  private final ArrayList<RoaringBitmap> byKey = new ArrayList<>();

  /** Rows of a load that updates which have a key of an earlier row, whether written or not. */
  private final RoaringBitmap updates = new RoaringBitmap();

  private RoaringBitmap of(int key) {
    while (byKey.size() <= key) {
      byKey.add(new RoaringBitmap());
    }
    return byKey.get(key);
  }

  void add(int key, int row) {
    of(key).add(row);
  }

  void addUpdate(int row) {
    updates.add(row);
  }

  void addAll(TakenRows others) {
    for (int key = 0; key < others.byKey.size(); key++) {
      of(key).or(others.byKey.get(key));
    }
    updates.or(others.updates);
  }

  /** The key that keeps a row from being written, or -1. */
  public int keyOf(int row) {
    for (int key = 0; key < byKey.size(); key++) {
      if (byKey.get(key).contains(row)) {
        return key;
      }
    }
    return -1;
  }

  /** Whether a row changes an earlier one. */
  public boolean isUpdate(int row) {
    return updates.contains(row);
  }

  long count(int key) {
    return key < byKey.size() ? byKey.get(key).getLongCardinality() : 0;
  }
}
