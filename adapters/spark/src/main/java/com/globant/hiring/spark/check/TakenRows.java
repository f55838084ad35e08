package com.globant.hiring.spark.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /** By the number of the foreign key to the same table: rows that reference what is not there. */
  private final ArrayList<RoaringBitmap> unknown = new ArrayList<>();

  /** The order among all refused rows that have waited for others. */
  private final HashMap<Integer, Integer> late = new HashMap<>();

  private static RoaringBitmap at(int number, List<RoaringBitmap> bitmaps) {
    while (bitmaps.size() <= number) {
      bitmaps.add(new RoaringBitmap());
    }
    return bitmaps.get(number);
  }

  void addUnknown(int reference, int row) {
    at(reference, unknown).add(row);
  }

  void addLate(int row, int rank) {
    late.put(row, rank);
  }

  /** The foreign key to the same table by which a row is refused, or -1. */
  public int unknownOf(int row) {
    return numberOf(row, unknown);
  }

  /** Whether a row is refused that has waited for others. */
  public boolean isLate(int row) {
    return late.containsKey(row);
  }

  /** The place of a row among the refused ones that have waited, or -1. */
  public int rankOf(int row) {
    return late.getOrDefault(row, -1);
  }

  long late() {
    return late.size();
  }

  long unknown() {
    return unknown.stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
  }

  private static int numberOf(int row, List<RoaringBitmap> bitmaps) {
    for (int number = 0; number < bitmaps.size(); number++) {
      if (bitmaps.get(number).contains(row)) {
        return number;
      }
    }
    return -1;
  }

  private RoaringBitmap of(int key) {
    return at(key, byKey);
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
    return numberOf(row, byKey);
  }

  /** Whether a row changes an earlier one. */
  public boolean isUpdate(int row) {
    return updates.contains(row);
  }

  long updates() {
    return updates.getLongCardinality();
  }

  long count(int key) {
    return key < byKey.size() ? byKey.get(key).getLongCardinality() : 0;
  }
}
