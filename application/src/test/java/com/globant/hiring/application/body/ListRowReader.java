package com.globant.hiring.application.body;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.table.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the simplest CSV: one record a line, no quotes, empty fields are missing, empty lines are
 * skipped. For tests of use cases.
 */
public final class ListRowReader implements RowReader {
  private final int batchSize;
  private final int mostUnsettled;
  private final AtomicInteger open = new AtomicInteger();

  public ListRowReader(int batchSize) {
    this(batchSize, Integer.MAX_VALUE);
  }

  /**
   * @param mostUnsettled how many batches there is memory for
   */
  public ListRowReader(int batchSize, int mostUnsettled) {
    this.batchSize = batchSize;
    this.mostUnsettled = mostUnsettled;
  }

  /** How many files were not closed yet. */
  public int open() {
    return open.get();
  }

  @Override
  public RawRows open(Table table, @Nullable Delimiter delimiter, Body.Opened body) {
    open.incrementAndGet();
    return new Lines(delimiter == null ? Delimiter.COMMA : delimiter, body);
  }

  private final class Lines implements RawRows {
    private final Delimiter delimiter;
    private final Body.Opened body;
    private final BufferedReader lines;
    private long line;
    private int unsettled;

    Lines(Delimiter delimiter, Body.Opened body) {
      this.delimiter = delimiter;
      this.body = body;
      this.lines = new BufferedReader(new InputStreamReader(body.bytes(), StandardCharsets.UTF_8));
    }

    @Override
    public Delimiter delimiter() {
      return delimiter;
    }

    @Override
    public boolean inTableOrder() {
      return body.format() == BodyFormat.JSON;
    }

    @Override
    public boolean tryBeginBatch() {
      return unsettled < mostUnsettled;
    }

    @Override
    public List<RawRow> next() throws IOException {
      if (!tryBeginBatch()) {
        throw new IllegalStateException("Read without memory");
      }
      List<RawRow> rows = new ArrayList<>();
      while (rows.size() < batchSize) {
        String text = lines.readLine();
        if (text == null) {
          break;
        }
        line++;
        if (!text.isEmpty()) {
          rows.add(RawRow.of(line, text, fields(text)));
        }
      }
      if (!rows.isEmpty()) {
        unsettled++;
      }
      return rows;
    }

    private @Nullable String[] fields(String text) {
      return Arrays.stream(text.split(Pattern.quote(String.valueOf(delimiter.character())), -1))
          .map(field -> field.isEmpty() ? null : field)
          .toArray(String[]::new);
    }

    @Override
    public void settled() {
      unsettled--;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
