package com.globant.hiring.spark;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.csv.CsvOutput;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.SliceResult.RefusedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import scala.Tuple2;

/**
 * The rows of a slice that are to be written, in their order: the key as a number, 0 if keys are no
 * numbers, and the row as {@link RowBytes}. Refused rows on the way are written to the slice's
 * file. The same slice has the same rows and the same file each time.
 */
final class SliceOutput implements Iterator<Tuple2<Long, byte[]>>, AutoCloseable {
  private final Job job;
  private final Table table;
  private final SliceTask task;
  private final String file;
  private final SliceRows rows;
  private final RowBytes bytes;
  private final int[] key;
  private final boolean numbers;
  private final boolean ignoreDuplicates;
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

  SliceOutput(Job job, SliceTask task, Map<ForeignKey, KeySet> references) throws IOException {
    this.job = job;
    this.table = job.table();
    this.task = task;
    this.file = job.description().objects().get(task.slice().object()).name();
    this.bytes = new RowBytes(table);
    this.key = KeyOrder.positions(table);
    this.numbers = KeyOrder.hasNumbers(table);
    this.ignoreDuplicates = job.request().duplicates() == DuplicateKeys.IGNORE;
    this.rows = SliceRows.open(job, task.slice(), references);
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
      if (isTaken(row)) {
        if (!ignoreDuplicates) {
          refuse(RowRejected.duplicateKey(row, table));
        }
        return;
      }
      byte[] encoded = bytes.of(row);
      incomplete += RowBytes.isIncomplete(encoded) ? 1 : 0;
      hires.add(RowBytes.hire(encoded));
      next =
          new Tuple2<>(
              numbers ? ((Number) Objects.requireNonNull(row.key(key))).longValue() : 0L, encoded);
    }
  }

  private boolean isTaken(Row row) {
    if (!numbers) {
      return task.takenRows().contains(checked++);
    }
    long number = Keys.unsigned(Objects.requireNonNull(row.key(key)));
    if (task.takenKeys().contains(number) || seen.contains(number)) {
      return true;
    }
    seen.addLong(number);
    return false;
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
