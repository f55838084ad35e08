package com.globant.hiring.spark.write;

import com.globant.hiring.domain.row.RowRejected;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a slice.
 *
 * @param refused rows that were kept in its file
 * @param first of them
 * @param last of them, or null
 * @param incomplete how many of the rows were inserted with a NULL
 * @param hires the rows to write, if they are hires
 */
public record SliceResult(
    int slice,
    long refused,
    List<RefusedRow> first,
    @Nullable RefusedRow last,
    long incomplete,
    HireCounts hires)
    implements Serializable {

  /** How many refused rows a result shows. */
  public static final int SHOWN = 20;

  /** A refused row without its record. */
  public record RefusedRow(
      String file,
      long line,
      @Nullable String column,
      String code,
      @Nullable String value,
      String message)
      implements Serializable {

    static RefusedRow of(String file, RowRejected row) {
      return new RefusedRow(
          file, row.line(), row.column(), row.code().wireName(), row.value(), row.message());
    }
  }
}
