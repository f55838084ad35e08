package com.globant.hiring.spark.check;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.spark.slice.Slice;
import com.globant.hiring.spark.slice.SliceRows;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** What is made of the rows of a slice that the rules accept, one after the other. */
public final class AcceptedRows<T> implements Iterator<T> {
  private final int slice;
  private final Maker<T> maker;
  private final @Nullable SliceRows rows;
  private final Deque<T> next = new ArrayDeque<>();
  private int accepted;

  /** Makes any number of results of a row. */
  @FunctionalInterface
  public interface Maker<T> {
    /**
     * @param place see {@link Places}
     */
    void add(long place, Row row, Collection<T> results);
  }

  public AcceptedRows(TaskInput input, Slice slice, Maker<T> maker) throws IOException {
    this.slice = slice.number();
    this.maker = maker;
    this.rows = open(input, slice);
  }

  private static @Nullable SliceRows open(TaskInput input, Slice slice) throws IOException {
    try {
      SliceRows rows = SliceRows.open(input.job(), slice, input.references().of(input.table()));
      closeWithTask(rows);
      return rows;
    } catch (Refused refused) {
      // The check of the slice has found it too, and the load is refused.
      return null;
    }
  }

  /** Closes what a task reads when the task ends. */
  public static void closeWithTask(Closeable read) {
    TaskCompletionListener closing =
        context -> {
          try {
            read.close();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        };
    TaskContext.get().addTaskCompletionListener(closing);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next.isEmpty() && rows != null && rows.hasNext()) {
        if (rows.next() instanceof Row row) {
          maker.add(Places.place(slice, accepted++), row, next);
        }
      }
    } catch (Refused refused) {
      // As above.
      return false;
    }
    return !next.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.remove();
  }
}
