package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Use case: ends a load that is under way, on whatever instance it is.
 *
 * <p>May be used by any number of threads.
 */
public final class CancelLoad {
  private final LoadRecords records;
  private final Duration lookEvery;

  /**
   * @param lookEvery how often it is asked whether the load has ended
   */
  public CancelLoad(LoadRecords records, Duration lookEvery) {
    this.records = records;
    this.lookEvery = lookEvery;
  }

  /**
   * Asks for the end of a load, and gives its record when it has been rolled back: {@link
   * LoadStatus#CANCELLED}, or how else it failed before it could be. That takes about a second, and
   * a minute where the instance of the load has died.
   *
   * <p>Fails with {@link Refused} {@code unknown_load}, {@code load_ended} where it had ended, or
   * succeeded before it could be cancelled, and {@code database_unavailable}; then the end may have
   * been asked for.
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

  /** The record of a load as soon as it does not run any more. */
  private CompletionStage<LoadRecord> ended(String loadId) {
    Executor later =
        CompletableFuture.delayedExecutor(lookEvery.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
    AtomicReference<LoadRecord> last = new AtomicReference<>();
    return AsyncLoop.repeatWhile(
            () ->
                CompletableFuture.completedStage(null)
                    .thenComposeAsync(nothing -> find(loadId), later)
                    .thenApply(
                        load -> {
                          last.set(load);
                          return load.status() == LoadStatus.RUNNING;
                        }))
        .thenApply(nothing -> last.get());
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
