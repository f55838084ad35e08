package com.globant.hiring.spark.slice;

import java.io.Serializable;

/**
 * A file or a part of one, which begins where a record does. All slices of a load, in the order of
 * their numbers, are its files in their order.
 *
 * @param number from 0
 * @param object number of the file
 * @param start offset of the first byte
 * @param end offset after the last byte; {@link Long#MAX_VALUE} if the slice ends with its file
 * @param linesBefore lines of the file before the slice
 */
public record Slice(int number, int object, long start, long end, long linesBefore)
    implements Serializable {

  /** The whole of a file. */
  static Slice whole(int number, int object) {
    return new Slice(number, object, 0, Long.MAX_VALUE, 0);
  }

  boolean isFirst() {
    return start == 0;
  }

  boolean isLast() {
    return end == Long.MAX_VALUE;
  }

  long bytes() {
    return end - start;
  }
}
