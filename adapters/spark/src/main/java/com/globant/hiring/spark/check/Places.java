package com.globant.hiring.spark.check;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.Arrays;

/**
 * The places of rows that share a key. A place is the number of a slice, then that of a row among
 * the rows that the rules accept. So places are ordered as rows are.
 */
public final class Places implements Externalizable {
  private static final long serialVersionUID = 1L;

  /** The place of a key that the table has, before all rows. */
  static final long IN_TABLE = -1;

  private long[] places = new long[1];
  private int count;

  /** For deserialization. */
  public Places() {}

  static Places of(long place) {
    Places one = new Places();
    one.places[0] = place;
    one.count = 1;
    return one;
  }

  static long place(int slice, int row) {
    return (long) slice << Integer.SIZE | row;
  }

  static int slice(long place) {
    return (int) (place >> Integer.SIZE);
  }

  static int row(long place) {
    return (int) place;
  }

  /** Adds others to this one, which grows in proportion, as a key may have very many rows. */
  Places plus(Places others) {
    if (places.length < count + others.count) {
      places = Arrays.copyOf(places, Math.max(count + others.count, count + count / 2));
    }
    System.arraycopy(others.places, 0, places, count, others.count);
    count += others.count;
    return this;
  }

  long first() {
    return places[0];
  }

  boolean areSeveral() {
    return count > 1;
  }

  /** Ascending. */
  long[] inOrder() {
    long[] all = Arrays.copyOf(places, count);
    Arrays.sort(all);
    return all;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeLong(places[i]);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    count = in.readInt();
    places = new long[Math.max(1, count)];
    for (int i = 0; i < count; i++) {
      places[i] = in.readLong();
    }
  }
}
