package com.globant.hiring.application.record;

import com.globant.hiring.application.record.LoadRecords.Standing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notes the progress of one load from time to time, and stops it if it may not go on. Runs on a
 * timer, since the load's thread may be blocked.
 */
public final class ProgressReports implements AutoCloseable {
  private final LoadRecords records;
  private final String loadId;
  private final Supplier<RowCounts> counts;
  private final Supplier<@Nullable FilesRead> files;
  private final LongSupplier bytes;
  private final Runnable stop;
  private final Executor later;
  private volatile Standing standing = Standing.MAY_GO_ON;
  private volatile boolean closed;

  /**
   * @param bytes that were read so far
   * @param stop ends a read on which the load's thread may wait
   */
  public ProgressReports(
      LoadRecords records,
      String loadId,
      Supplier<RowCounts> counts,
      Supplier<@Nullable FilesRead> files,
      LongSupplier bytes,
      Runnable stop,
      Duration every) {
    this.records = records;
    this.loadId = loadId;
    this.counts = counts;
    this.files = files;
    this.bytes = bytes;
    this.stop = stop;
    this.later =
        CompletableFuture.delayedExecutor(every.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
  }

  /** Begins to report, until this is closed or the load may not go on. */
  public void start() {
    var unused =
        CompletableFuture.supplyAsync(
                () ->
                    closed
                        ? CompletableFuture.completedStage(standing)
                        : records.progressed(loadId, counts.get(), bytes.getAsLong(), files.get()),
                later)
            .thenCompose(Function.identity())
            .whenComplete(this::reported);
  }

  /** A report that fails is not repeated: the next one comes soon, and the commit checks again. */
  private void reported(@Nullable Standing now, @Nullable Throwable failure) {
    if (failure == null && now != null && now != Standing.MAY_GO_ON) {
      standing = now;
      stop.run();
    } else if (!closed) {
      start();
    }
  }

  /** Whether the load may go on, as far as it is known. */
  public Standing standing() {
    return standing;
  }

  @Override
  public void close() {
    closed = true;
  }
}
