package com.globant.hiring.application.load;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.RawRow;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the simplest of CSV: one record a line, no quotes, empty fields missing, separated as
 * asked. For tests of what comes before and after the reader.
 */
public final class ListRowReader implements RowReader {
  private final int batchSize;
  private final Executor executor;

  public ListRowReader(int batchSize, Executor executor) {
    this.batchSize = batchSize;
    this.executor = executor;
  }

  @Override
  public CompletionStage<RowBatches> open(Table table, @Nullable Delimiter delimiter, Body body) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Body.Opened opened = body.open();
            try (InputStream in = opened.bytes()) {
              return new Batches(
                  new String(in.readAllBytes(), StandardCharsets.UTF_8), opened, delimiter);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        executor);
  }

  @Override
  public CompletionStage<Void> drain(Body body) {
    return open(HiringTables.DEPARTMENTS, null, body).thenAccept(RowBatches::close);
  }

  private final class Batches implements RowBatches {
    private final Iterator<String> lines;
    private final Body.Opened opened;
    private final Delimiter delimiter;
    private long line;
    private boolean closed;

    Batches(String text, Body.Opened opened, @Nullable Delimiter asked) {
      Delimiter given = asked == null ? opened.delimiter() : asked;
      this.delimiter = given == null ? Delimiter.COMMA : given;
      this.lines = text.lines().iterator();
      this.opened = opened;
    }

    @Override
    public @Nullable HeaderLine declaredHeader() {
      return opened.header();
    }

    @Override
    public Delimiter delimiter() {
      return delimiter;
    }

    @Override
    public boolean inTableOrder() {
      return opened.format() == BodyFormat.JSON;
    }

    @Override
    public CompletionStage<Optional<List<RawRow>>> next() {
      return CompletableFuture.supplyAsync(this::batch, executor);
    }

    private Optional<List<RawRow>> batch() {
      if (closed) {
        throw new BodyInterrupted("closed");
      }
      List<RawRow> rows = new ArrayList<>();
      while (rows.size() < batchSize && lines.hasNext()) {
        String text = lines.next();
        rows.add(RawRow.of(++line, text, fields(text)));
      }
      return rows.isEmpty() ? Optional.empty() : Optional.of(rows);
    }

    private @Nullable String[] fields(String text) {
      return Arrays.stream(text.split(Pattern.quote(String.valueOf(delimiter.character())), -1))
          .map(field -> field.isEmpty() ? null : field)
          .toArray(String[]::new);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
