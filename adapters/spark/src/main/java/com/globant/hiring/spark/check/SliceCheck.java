package com.globant.hiring.spark.check;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.slice.FileHead;
import com.globant.hiring.spark.slice.Slice;
import com.globant.hiring.spark.slice.SliceRows;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What is found when a slice is checked, before anything is written.
 *
 * @param bytes of the slice after unpacking, up to the refusal of the file if it is refused
 * @param read rows, up to the refusal of the file if it is refused
 * @param rejected rows that the rules refused
 * @param repeated rows whose key, a whole number, is that of an earlier row of the slice
 * @param keys of the rows that the rules accepted, if the primary key is a whole number; see {@link
 *     Keys#unsigned}
 * @param ascending whether these keys are in order
 * @param hint advice for the case that no row is accepted; may be empty
 * @param refusal why the file is refused as a whole, or null
 * @param detail of that refusal
 */
public record SliceCheck(
    int slice,
    long bytes,
    long read,
    long rejected,
    long repeated,
    Roaring64Bitmap keys,
    boolean ascending,
    String hint,
    @Nullable RefusalCode refusal,
    @Nullable String detail)
    implements Serializable {

  /** Checks a slice. A refusal of the file is an outcome; other failures are thrown. */
  public static SliceCheck of(TaskInput input, Slice slice) throws IOException {
    Counting counting = new Counting(input.table(), slice);
    try (SliceRows rows =
        SliceRows.open(input.job(), slice, input.references().of(input.table()))) {
      counting.rows = rows;
      rows.forEachRemaining(counting::add);
      return counting.result(null);
    } catch (Refused refused) {
      return counting.result(refused);
    }
  }

  /** Rows that the rules accepted. */
  long accepted() {
    return read - rejected;
  }

  private static final class Counting {
    private final Slice slice;
    private final int key;
    private final Roaring64Bitmap keys = new Roaring64Bitmap();
    private @Nullable SliceRows rows;
    private long read;
    private long rejected;
    private long repeated;
    private long last;
    private boolean ascending = true;

    Counting(Table table, Slice slice) {
      this.slice = slice;
      this.key = table.wholeNumberKey();
    }

    void add(RowOutcome outcome) {
      read++;
      if (!(outcome instanceof Row row)) {
        rejected++;
      } else if (key >= 0) {
        long number = Keys.unsigned(Objects.requireNonNull(row.value(key)));
        if (keys.contains(number)) {
          repeated++;
        } else {
          ascending &= keys.isEmpty() || Long.compareUnsigned(number, last) > 0;
          keys.addLong(number);
          last = number;
        }
      }
    }

    SliceCheck result(@Nullable Refused refused) {
      keys.runOptimize();
      FileHead known = rows == null ? null : rows.head();
      return new SliceCheck(
          slice.number(),
          rows == null ? 0 : rows.bytes(),
          read,
          rejected,
          repeated,
          keys,
          ascending,
          known == null ? "" : known.start().delimiterHint(),
          refused == null ? null : refused.code(),
          refused == null ? null : refused.detail());
    }
  }
}
