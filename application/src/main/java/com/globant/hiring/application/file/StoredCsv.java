package com.globant.hiring.application.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file record by record, as {@link CsvSpool} writes them. One record at a time is in
 * memory, and of each cell at most {@link #MOST_CELL_BYTES}: the rest of it is cut off. Not for
 * files of others. For one thread, which waits for the source.
 */
public final class StoredCsv implements AutoCloseable {
  /**
   * Twice what a refused row has by default. A wrong offset can make one cell of the whole file.
   */
  static final int MOST_CELL_BYTES = 8 << 20;

  private static final int END = -1;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream source;
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private long offset;
  private int next;

  /**
   * @param source closed by {@link #close}
   * @param offset the position in the file at which the source begins: that of a record
   */
  public StoredCsv(InputStream source, long offset) throws IOException {
    this.source = new BufferedInputStream(source, BUFFER_BYTES);
    this.offset = offset;
    this.next = this.source.read();
  }

  /** Where the next record begins, in bytes from the beginning of the file. */
  public long offset() {
    return offset;
  }

  /** Whether there is no further record. */
  public boolean isAtEnd() {
    return next == END;
  }

  /** The cells of the next record; null where a value is missing. Not to be called at the end. */
  public List<@Nullable String> next() throws IOException {
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(cell());
    while (next == ',') {
      advance();
      cells.add(cell());
    }
    // CRLF, or the end of a damaged file.
    for (int i = 0; i < 2 && next != END; i++) {
      advance();
    }
    return cells;
  }

  private @Nullable String cell() throws IOException {
    field.reset();
    boolean quoted = next == '"';
    if (quoted) {
      advance();
      while (next != END && !isClosingQuote()) {
        take();
      }
    } else {
      while (next != END && next != ',' && next != '\r') {
        take();
      }
    }
    return field.size() == 0 && !quoted ? null : field.toString(StandardCharsets.UTF_8);
  }

  /** Passes over a quote: the closing one, or the first of two, which mean one. */
  private boolean isClosingQuote() throws IOException {
    if (next != '"') {
      return false;
    }
    advance();
    return next != '"';
  }

  private void take() throws IOException {
    if (field.size() < MOST_CELL_BYTES) {
      field.write(next);
    }
    advance();
  }

  private void advance() throws IOException {
    next = source.read();
    offset++;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
