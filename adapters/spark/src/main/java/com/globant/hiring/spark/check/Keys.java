package com.globant.hiring.spark.check;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A set of keys: whole numbers in a bitmap, all others as they are. */
public final class Keys implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Roaring64Bitmap numbers = new Roaring64Bitmap();

  @SuppressWarnings("serial") // the values of keys are all serializable
  private final Set<Object> others = new HashSet<>();

  private static boolean isNumber(Object key) {
    return key instanceof Integer || key instanceof Long;
  }

  /** Roaring64Bitmap orders its values as unsigned. */
  public static long unsigned(Object key) {
    return ((Number) key).longValue() ^ Long.MIN_VALUE;
  }

  void add(Object key) {
    if (isNumber(key)) {
      numbers.addLong(unsigned(key));
    } else {
      others.add(key);
    }
  }

  boolean contains(Object key) {
    return isNumber(key) ? numbers.contains(unsigned(key)) : others.contains(key);
  }
}
