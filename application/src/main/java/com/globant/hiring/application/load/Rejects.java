package com.globant.hiring.application.load;

import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.domain.row.RowRejected;
import java.net.URI;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The refused rows of one load: the first ones for the answer, and as a CSV file all of them, or as
 * many as it may have. For any thread.
 */
final class Rejects implements AutoCloseable {
  private static final List<String> HEADER = List.of("line", "column", "code", "message", "raw");

  private final CsvSpools spools;
  private final List<RowRejected> first = new ArrayList<>();
  private @Nullable CsvSpool spool;
  private long kept;
  private boolean closed;

  Rejects(CsvSpools spools) {
    this.spools = spools;
  }

  /** Keeps refused rows; the next call waits for the stage. */
  synchronized CompletionStage<Void> add(List<RowRejected> rejected) {
    if (rejected.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    if (closed) {
      return CompletableFuture.failedStage(new IllegalStateException("The load is over"));
    }
    rejected.stream()
        .limit(LoadOutcome.SHOWN_ERRORS - first.size())
        .map(RowRejected::withoutRaw)
        .forEach(first::add);
    CsvSpool current = spool;
    if (current == null) {
      current = spools.createLimited(HEADER);
      spool = current;
    }
    return current.write(records(rejected)).thenAccept(this::keep);
  }

  private synchronized void keep(long records) {
    kept = records;
  }

  synchronized List<RowRejected> first() {
    return List.copyOf(first);
  }

  /** How many refused rows the file has: the first ones. */
  synchronized long kept() {
    return kept;
  }

  /** Stores all that was kept; gives its URL, or null where nothing was. */
  synchronized CompletionStage<@Nullable URI> store(ReportStore store, LoadSubmission load) {
    CsvSpool current = spool;
    if (current == null || kept == 0) {
      return CompletableFuture.completedStage(null);
    }
    return current
        .finish()
        .thenCompose(file -> store.put(load.rejectsKey(), load.rejectsFileName(), file))
        .thenApply(PresignedUrl::url);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (spool != null) {
      spool.close();
    }
  }

  /** Made one by one, since the text of all of them may be large. */
  private static List<List<@Nullable String>> records(List<RowRejected> rows) {
    return new AbstractList<>() {
      @Override
      public List<@Nullable String> get(int index) {
        return record(rows.get(index));
      }

      @Override
      public int size() {
        return rows.size();
      }
    };
  }

  private static List<@Nullable String> record(RowRejected row) {
    return Arrays.asList(
        Long.toString(row.line()),
        row.column(),
        row.code().wireName(),
        row.message(),
        row.raw().toString());
  }
}
