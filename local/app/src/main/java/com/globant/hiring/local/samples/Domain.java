package com.globant.hiring.local.samples;

import java.io.IOException;

/** The values that are made for a column, each with an index. */
abstract class Domain {
  /** Of so many values, random ones are drawn, so that they stay small. */
  static final int USUAL = 1_000_000;

  private final long capacity;

  /**
   * @param capacity how many different values there are: those of the indexes below it
   */
  Domain(long capacity) {
    this.capacity = capacity;
  }

  long capacity() {
    return capacity;
  }

  /** The index of a random value. */
  long draw(SplitMix64 random) {
    return random.below((int) Math.min(capacity, USUAL));
  }

  /** Whether the rows have the values in turn. */
  boolean inOrder() {
    return false;
  }

  /** Writes the value of an index as a field. */
  void write(CsvRecords csv, long index) throws IOException {
    csv.field(text(index));
  }

  /** The value of an index, as it is written in a file. */
  abstract String text(long index);
}
