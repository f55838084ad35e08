package com.globant.hiring.spark.write;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.check.Keys;
import com.globant.hiring.spark.check.LoadKeys;
import com.globant.hiring.spark.check.SliceTask;
import com.globant.hiring.spark.check.TaskInput;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.slice.SliceRows;
import com.globant.hiring.spark.write.SliceResult.RefusedRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import scala.Tuple2;

/**
 * The rows of a slice that are to be written, in their order: the key as a number, 0 if it is no
 * number, and the row as {@link RowBytes}. Refused rows on the way are written to the slice's file.
 * The same slice has the same rows and the same file each time.
 */
public final class SliceOutput implements Iterator<Tuple2<Long, byte[]>>, Closeable {
  private final Table table;
  private final SliceTask task;
  private final String file;
  private final RefusedFile refused;
  private final SliceRows rows;
  private final RowBytes bytes;
  private final LoadKeys keys;
  private final int key;
  private final boolean refuseDuplicates;
  private final boolean updates;
  private final Roaring64Bitmap seen = new Roaring64Bitmap();
  private final HireCounts hires = new HireCounts();
  private int checked;
  private long incomplete;
  private @Nullable Tuple2<Long, byte[]> next;
  private boolean ended;

  SliceOutput(TaskInput input, SliceTask task) throws IOException {
    Job job = input.job();
    this.table = job.table();
    this.task = task;
    this.file = job.description().objects().get(task.slice().object()).name();
    this.bytes = new RowBytes(table);
    this.keys = input.keys();
    this.key = table.wholeNumberKey();
    this.refuseDuplicates = job.request().duplicates() == DuplicateKeys.REJECT;
    this.updates = job.request().duplicates() == DuplicateKeys.UPDATE;
    this.refused = new RefusedFile(job, task.slice().number());
    this.rows = SliceRows.open(job, task.slice(), input.references().of(table));
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      if (rows.hasNext() && refused.count() < task.refusedKept()) {
        take(rows.next());
      } else {
        ended = true;
        refused.close();
      }
    }
    return next != null;
  }

  @Override
  public Tuple2<Long, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Tuple2<Long, byte[]> row = Objects.requireNonNull(next);
    next = null;
    return row;
  }

  private void take(RowOutcome outcome) {
    if (outcome instanceof RowRejected rejected) {
      refuse(rejected);
    } else if (outcome instanceof Row row) {
      int number = checked++;
      int taken = takenKey(row, number);
      // As in the service, a row that is updated counts as it was inserted.
      boolean counted =
          updates ? taken < keys.count() && !task.takenRows().isUpdate(number) : taken < 0;
      incomplete += counted && row.incomplete() ? 1 : 0;
      if (taken < 0) {
        byte[] encoded = bytes.of(row);
        hires.add(RowBytes.hire(encoded));
        next = new Tuple2<>(key < 0 ? 0L : number(row), encoded);
      } else if (taken < keys.count() && (refuseDuplicates || !keys.isPrimary(taken))) {
        refuse(keys.refused(row, table, taken));
      }
    }
  }

  /**
   * The key that keeps a row from being written, or -1. One more than there are if the row has
   * waited for others and is refused, which {@link Writing#late} does.
   */
  private int takenKey(Row row, int number) {
    Roaring64Bitmap taken = task.takenKeys();
    if (taken == null) {
      return task.takenRows().isLate(number) ? keys.count() : task.takenRows().keyOf(number);
    }
    long unsigned = Keys.unsigned(Objects.requireNonNull(row.value(key)));
    if (taken.contains(unsigned) || seen.contains(unsigned)) {
      return 0;
    }
    seen.addLong(unsigned);
    return -1;
  }

  private long number(Row row) {
    return ((Number) Objects.requireNonNull(row.value(key))).longValue();
  }

  private void refuse(RowRejected row) {
    refused.add(RefusedRow.of(file, row), row.raw().toString());
  }

  /** Reads what is left, whose rows others have written. */
  void drain() {
    while (hasNext()) {
      next();
    }
  }

  /** Once there is no next row. */
  SliceResult result() {
    return refused.result(incomplete, hires);
  }

  @Override
  public void close() throws IOException {
    try {
      refused.close();
    } finally {
      rows.close();
    }
  }
}
