package com.globant.hiring.csv;

import com.globant.hiring.application.Body;
import com.globant.hiring.application.BodyFormat;
import com.globant.hiring.application.BodyInterrupted;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.RowBatches;
import com.globant.hiring.application.RowReader;
import com.globant.hiring.domain.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
  public CompletionStage<RowBatches> open(Table table, Body body) {
    try {
      return workers.call(() -> opened(table, body));
    } catch (Refused stopping) {
      body.abandon();
      return CompletableFuture.failedFuture(stopping);
    }
  }

  private RowBatches opened(Table table, Body body) {
    try {
      Body.Opened opened = body.open();
      LoadMemory memory = new LoadMemory(budget, limits);
      return new WorkerRowBatches(
          workers,
          body,
          source(table, opened, memory),
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

  private RowSource source(Table table, Body.Opened opened, LoadMemory memory) throws IOException {
    InputStream bytes = opened.bytes();
    boolean json = opened.format() == BodyFormat.JSON;
    // RFC 8259 leaves no choice for JSON.
    Charset charset = json ? StandardCharsets.UTF_8 : opened.charset();
    try {
      InputStream content = FirstBytes.checked(bytes, charset);
      DecodingReader text = new DecodingReader(content, charset, BLOCK_BYTES);
      return json
          ? new JacksonRows(table, text, limits, memory)
          : new FastCsvRows(text, limits, memory);
    } catch (IOException | RuntimeException | Error failure) {
      Quietly.close(bytes);
      throw failure;
    }
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
