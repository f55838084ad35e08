package com.globant.hiring.application.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Use case: cancels a running load, whichever instance runs it.
 *
 * <p>May be used by any number of threads.
 */
public final class CancelLoad {
  private final LoadRecords records;
  private final Executor later;

  /**
   * @param lookEvery how often this looks whether the load has ended
   */
  public CancelLoad(LoadRecords records, Duration lookEvery) {
    this.records = records;
    this.later =
        CompletableFuture.delayedExecutor(lookEvery.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
  }

  /**
   * Requests that a load is cancelled, and gives its record once it has been rolled back: {@link
   * LoadStatus#CANCELLED}, or how else it failed before that. This takes about a second, or a
   * minute if the load's instance has died.
   *
   * <p>Fails with {@link Refused} {@code unknown_load}, {@code load_ended} if the load had ended or
   * succeeds before it is cancelled, and {@code database_unavailable}; the request may have been
   * made then.
   */
  public CompletionStage<LoadRecord> run(String loadId) {
    return find(loadId)
        .thenCompose(
            load -> {
              requireNotEnded(load, load.status() != LoadStatus.RUNNING);
              return records.requestCancel(loadId);
            })
        .thenCompose(wasRunning -> ended(loadId).thenApply(load -> rolledBack(load, wasRunning)));
  }

  /** The record of a load as soon as it has ended. */
  private CompletionStage<LoadRecord> ended(String loadId) {
    return find(loadId)
        .thenCompose(
            load ->
                load.status() == LoadStatus.RUNNING
                    ? CompletableFuture.supplyAsync(() -> ended(loadId), later)
                        .thenCompose(Function.identity())
                    : CompletableFuture.completedStage(load));
  }

  private CompletionStage<LoadRecord> find(String loadId) {
    return records
        .find(loadId)
        .thenApply(found -> found.orElseThrow(() -> LoadRecords.unknown(loadId)));
  }

  private static LoadRecord rolledBack(LoadRecord load, boolean wasRunning) {
    requireNotEnded(load, !wasRunning || load.status().isSuccess());
    return load;
  }

  private static void requireNotEnded(LoadRecord load, boolean hasEnded) {
    if (hasEnded) {
      throw new Refused(
          RefusalCode.LOAD_ENDED,
          "load %s has ended, %s, and cannot be cancelled any more"
              .formatted(load.loadId(), load.status().wireName()));
    }
  }
}
