package com.globant.hiring.spark.check;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.slice.Slice;
import com.globant.hiring.spark.slice.SliceRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The keys of the rows of a slice that the rules accept, with the places of the rows. */
final class KeysOfSlice implements Iterator<Tuple2<List<Object>, Places>> {
  private final int slice;
  private final LoadKeys keys;
  private final @Nullable SliceRows rows;
  private final Deque<Tuple2<List<Object>, Places>> next = new ArrayDeque<>();
  private int accepted;

  KeysOfSlice(Job job, Slice slice, References references, LoadKeys keys) throws IOException {
    this.slice = slice.number();
    this.keys = keys;
    this.rows = open(job, slice, references);
  }

  private static @Nullable SliceRows open(Job job, Slice slice, References references)
      throws IOException {
    try {
      SliceRows rows = SliceRows.open(job, slice, references.of(job.table()));
      TaskCompletionListener closing = context -> close(rows);
      TaskContext.get().addTaskCompletionListener(closing);
      return rows;
    } catch (Refused refused) {
      // The check of the slice has found it too, and the load is refused.
      return null;
    }
  }

  private static void close(SliceRows rows) {
    try {
      rows.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      while (next.isEmpty() && rows != null && rows.hasNext()) {
        if (rows.next() instanceof Row row) {
          add(row);
        }
      }
    } catch (Refused refused) {
      // As above.
      return false;
    }
    return !next.isEmpty();
  }

  private void add(Row row) {
    long place = Places.place(slice, accepted++);
    for (int number = 0; number < keys.all().size(); number++) {
      Object key = keys.all().get(number).of(row);
      if (key != null) {
        next.add(new Tuple2<>(List.of(number, key), Places.of(place)));
      }
    }
  }

  @Override
  public Tuple2<List<Object>, Places> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.remove();
  }
}
