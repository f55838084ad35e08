package com.globant.hiring.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Items of pages that are read one after the other, each when it is needed. */
final class Pages<T> implements Iterator<T> {
  private final Function<@Nullable String, Page<T>> reader;
  private Iterator<T> items = List.<T>of().iterator();
  private @Nullable String next;
  private boolean begun;

  /**
   * @param next the cursor of the following page; null on the last one
   */
  record Page<T>(List<T> items, @Nullable String next) {}

  private Pages(Function<@Nullable String, Page<T>> reader) {
    this.reader = reader;
  }

  /**
   * @param reader reads the page of a cursor, which is null for the first one
   */
  static <T> Stream<T> stream(Function<@Nullable String, Page<T>> reader) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<>(reader), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (!items.hasNext() && (!begun || next != null)) {
      Page<T> page = reader.apply(next);
      begun = true;
      items = page.items().iterator();
      next = page.next();
    }
    return items.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return items.next();
  }
}
