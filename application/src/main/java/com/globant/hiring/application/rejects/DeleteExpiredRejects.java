package com.globant.hiring.application.rejects;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadSubmission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Use case: deletes the refused rows of dry runs after {@link
 * LoadRecords#DRY_RUN_REJECTS_LIFETIME}. Several instances may do this at once.
 */
public final class DeleteExpiredRejects {
  private static final int AT_A_TIME = 100;

  private final LoadRecords records;
  private final ReportStore store;

  public DeleteExpiredRejects(LoadRecords records, ReportStore store) {
    this.records = records;
    this.store = store;
  }

  /** Deletes some of them and gives the number of loads. Fails with {@link Refused}. */
  public CompletionStage<Integer> run() {
    return records
        .expiredRejects(AT_A_TIME)
        .thenCompose(
            loadIds ->
                loadIds.isEmpty()
                    ? CompletableFuture.completedStage(0)
                    : deleted(loadIds).thenApply(nothing -> loadIds.size()));
  }

  private CompletionStage<Void> deleted(List<String> loadIds) {
    CompletableFuture<?>[] files =
        loadIds.stream()
            .flatMap(
                id ->
                    Stream.of(
                        LoadSubmission.rejectsKey(id, true),
                        LoadSubmission.escapedRejectsKey(id, true)))
            .map(key -> store.delete(key).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(files).thenCompose(nothing -> records.rejectsDeleted(loadIds));
  }
}
