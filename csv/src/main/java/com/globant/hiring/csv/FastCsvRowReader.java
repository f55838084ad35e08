package com.globant.hiring.csv;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.Body;
import com.globant.hiring.application.load.BodyFormat;
import com.globant.hiring.application.load.BodyInterrupted;
import com.globant.hiring.application.load.RowBatches;
import com.globant.hiring.application.load.RowReader;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads CSV with FastCSV, and JSON with Jackson, on workers. */
final class FastCsvRowReader implements RowReader {
  private static final int BLOCK_BYTES = 16 * 1024;

  private final Workers workers;
  private final Limits limits;
  private final MemoryBudget budget;

  FastCsvRowReader(Workers workers, Limits limits, MemoryBudget budget) {
    this.workers = workers;
    this.limits = limits;
    this.budget = budget;
  }

  @Override
  public CompletionStage<RowBatches> open(Table table, @Nullable Delimiter delimiter, Body body) {
    try {
      return workers.call(() -> opened(table, delimiter, body));
    } catch (Refused stopping) {
      body.abandon();
      return CompletableFuture.failedFuture(stopping);
    }
  }

  private RowBatches opened(Table table, @Nullable Delimiter delimiter, Body body) {
    try {
      Body.Opened opened = body.open();
      LoadMemory memory = new LoadMemory(budget, limits);
      return new WorkerRowBatches(
          workers,
          body,
          source(table, delimiter, opened, memory),
          memory,
          opened.header(),
          opened.format() == BodyFormat.JSON);
    } catch (IOException failure) {
      body.abandon();
      throw interrupted(failure);
    } catch (RuntimeException | Error failure) {
      body.abandon();
      throw failure;
    }
  }

  private RowSource source(
      Table table, @Nullable Delimiter asked, Body.Opened opened, LoadMemory memory)
      throws IOException {
    InputStream bytes = opened.bytes();
    boolean json = opened.format() == BodyFormat.JSON;
    try {
      FirstBytes first = FirstBytes.of(bytes, opened.charset(), json);
      DecodingReader text = new DecodingReader(first.content(), first.charset(), BLOCK_BYTES);
      return json
          ? new JacksonRows(table, text, limits, memory)
          : rows(table, asked == null ? opened.delimiter() : asked, first, text, memory);
    } catch (IOException | RuntimeException | Error failure) {
      Quietly.close(bytes);
      throw failure;
    }
  }

  private RowSource rows(
      Table table,
      @Nullable Delimiter given,
      FirstBytes first,
      DecodingReader text,
      LoadMemory memory) {
    SeparatorLine line = SeparatorLine.in(first.firstLine());
    Delimiter delimiter = given == null && line != null ? line.delimiter() : given;
    return new FastCsvRows(
        text,
        limits,
        memory,
        delimiter == null ? Delimiter.COMMA : delimiter,
        table.columns().size(),
        line != null);
  }

  @Override
  public CompletionStage<Void> drain(Body body) {
    try {
      return workers.call(() -> drained(body));
    } catch (Refused stopping) {
      body.abandon();
      return CompletableFuture.failedFuture(stopping);
    }
  }

  private static @Nullable Void drained(Body body) {
    try (InputStream bytes = body.open().bytes()) {
      bytes.transferTo(OutputStream.nullOutputStream());
      return null;
    } catch (IOException failure) {
      body.abandon();
      throw interrupted(failure);
    } catch (RuntimeException | Error failure) {
      body.abandon();
      throw failure;
    }
  }

  /** Whatever else was wrong with the body, its stream has told by {@link Refused}. */
  static BodyInterrupted interrupted(IOException failure) {
    BodyInterrupted interrupted =
        new BodyInterrupted("The body could not be read to its end: " + failure.getMessage());
    interrupted.initCause(failure);
    return interrupted;
  }
}
