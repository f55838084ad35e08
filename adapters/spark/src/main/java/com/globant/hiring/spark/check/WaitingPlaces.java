package com.globant.hiring.spark.check;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import org.roaringbitmap.RoaringBitmap;

/** The places of rows that wait, which are sent to executors. */
final class WaitingPlaces implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<Integer, RoaringBitmap> bySlice = new HashMap<>();

  WaitingPlaces(Collection<Node> rows) {
    for (Node row : rows) {
      bySlice
          .computeIfAbsent(Places.slice(row.place()), none -> new RoaringBitmap())
          .add(Places.row(row.place()));
    }
  }

  boolean contains(long place) {
    RoaringBitmap rows = bySlice.get(Places.slice(place));
    return rows != null && place != Places.IN_TABLE && rows.contains(Places.row(place));
  }
}
