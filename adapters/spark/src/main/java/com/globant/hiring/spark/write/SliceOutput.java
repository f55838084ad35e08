package com.globant.hiring.spark.write;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.csv.CsvOutput;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.check.Keys;
import com.globant.hiring.spark.check.LoadKeys;
import com.globant.hiring.spark.check.References;
import com.globant.hiring.spark.check.SliceTask;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.WorkFiles;
import com.globant.hiring.spark.slice.SliceRows;
import com.globant.hiring.spark.write.SliceResult.RefusedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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
public final class SliceOutput implements Iterator<Tuple2<Long, byte[]>>, AutoCloseable {
  private final Job job;
  private final Table table;
  private final SliceTask task;
  private final String file;
  private final SliceRows rows;
  private final RowBytes bytes;
  private final LoadKeys keys;
  private final int key;
  private final boolean refuseDuplicates;
  private final boolean updates;
  private final Roaring64Bitmap seen = new Roaring64Bitmap();
  private final List<RefusedRow> first = new ArrayList<>();
  private final HireCounts hires = new HireCounts();
  private @Nullable RefusedRow last;
  private int checked;
  private long refused;
  private long incomplete;
  private @Nullable CsvOutput out;
  private @Nullable Tuple2<Long, byte[]> next;
  private boolean ended;

  SliceOutput(Job job, SliceTask task, References references, LoadKeys keys) throws IOException {
    this.job = job;
    this.table = job.table();
    this.task = task;
    this.file = job.description().objects().get(task.slice().object()).name();
    this.bytes = new RowBytes(table);
    this.keys = keys;
    this.key = LoadKeys.sortedBy(table);
    this.refuseDuplicates = job.request().duplicates() == DuplicateKeys.REJECT;
    this.updates = job.request().duplicates() == DuplicateKeys.UPDATE;
    this.rows = SliceRows.open(job, task.slice(), references.of(table));
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      if (rows.hasNext() && refused < task.refusedKept()) {
        take(rows.next());
      } else {
        ended = true;
        closeFile();
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
      boolean counted = updates ? !task.takenRows().isUpdate(number) : taken < 0;
      incomplete += counted && row.incomplete() ? 1 : 0;
      if (taken < 0) {
        byte[] encoded = bytes.of(row);
        hires.add(RowBytes.hire(encoded));
        next = new Tuple2<>(key < 0 ? 0L : number(row), encoded);
      } else if (refuseDuplicates || !keys.isPrimary(taken)) {
        refuse(keys.refused(row, table, taken));
      }
    }
  }

  private int takenKey(Row row, int number) {
    Roaring64Bitmap taken = task.takenKeys();
    if (taken == null) {
      return task.takenRows().keyOf(number);
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
    refused++;
    last =
        new RefusedRow(
            file, row.line(), row.column(), row.code().wireName(), row.value(), row.message());
    if (first.size() < SliceResult.SHOWN) {
      first.add(last);
    }
    try {
      CsvOutput open = out;
      if (open == null) {
        open = new CsvOutput(job.files().create(WorkFiles.refused(task.slice().number())));
        out = open;
      }
      open.write(
          Arrays.asList(
              file,
              Long.toString(row.line()),
              row.column(),
              row.code().wireName(),
              row.message(),
              row.raw().toString()));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write the refused rows to " + job.files(), failure);
    }
  }

  private void closeFile() {
    CsvOutput open = out;
    out = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write the refused rows to " + job.files(), failure);
    }
  }

  /** Reads what is left, whose rows others have written. */
  void drain() {
    while (hasNext()) {
      next();
    }
  }

  /** Once there is no next row. */
  SliceResult result() {
    return new SliceResult(
        task.slice().number(), refused, List.copyOf(first), last, incomplete, hires);
  }

  @Override
  public void close() throws IOException {
    try {
      closeFile();
    } finally {
      rows.close();
    }
  }
}
