package com.globant.hiring.application;

import com.globant.hiring.domain.RowRejected;
import com.globant.hiring.domain.Undecodable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The refused rows of one load: the first ones for the answer, all of them as a CSV file. */
final class Rejects implements AutoCloseable {
  private static final List<String> HEADER = List.of("line", "column", "code", "message", "raw");

  private final CsvSpools spools;
  private final List<RowRejected> first = new ArrayList<>();
  private @Nullable CsvSpool spool;

  Rejects(CsvSpools spools) {
    this.spools = spools;
  }

  /** Keeps refused rows; the next call waits for the stage. */
  CompletionStage<Void> add(List<RowRejected> rejected) {
    if (rejected.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    rejected.stream()
        .limit(LoadOutcome.SHOWN_ERRORS - first.size())
        .map(RowRejected::withoutRaw)
        .forEach(first::add);
    CsvSpool current = spool;
    if (current == null) {
      current = spools.create(HEADER);
      spool = current;
    }
    return current.write(rejected.stream().map(Rejects::record).toList());
  }

  List<RowRejected> first() {
    return List.copyOf(first);
  }

  /** Stores all that was kept; gives its URL, or null where nothing was. */
  CompletionStage<@Nullable URI> store(ReportStore store, String loadId) {
    CsvSpool current = spool;
    if (current == null) {
      return CompletableFuture.completedStage(null);
    }
    return current
        .finish()
        .thenCompose(file -> store.put(LoadRecord.rejectsKey(loadId), file))
        .thenApply(PresignedUrl::url);
  }

  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }

  private static List<@Nullable String> record(RowRejected row) {
    return Arrays.asList(
        Long.toString(row.line()),
        row.column(),
        row.code().wireName(),
        row.message(),
        Undecodable.spelledOut(row.raw()));
  }
}
