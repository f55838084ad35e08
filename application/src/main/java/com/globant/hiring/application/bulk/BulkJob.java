package com.globant.hiring.application.bulk;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.bulk.BulkRunState.Status;
import com.globant.hiring.application.record.BulkRun;
import com.globant.hiring.application.record.BulkRun.Phase;
import com.globant.hiring.application.record.FilesRead;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.rejects.Rejects;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The job of one load: starts its run and waits for the result. Used by the load's thread; what it
 * has counted may be read by any.
 */
public final class BulkJob {
  private final BulkEngine engine;
  private final BulkWork work;
  private final LoadSubmission submission;
  private final List<SourceFile> files;
  private final BulkTable table;
  private final Duration every;
  private volatile BulkTable.Progress progress;

  /** The run that is waited for; null if none was started. */
  private @Nullable String runId;

  private @Nullable BulkResult result;

  /**
   * @param every how often the state of the run is looked at
   */
  public BulkJob(
      BulkLoads bulk,
      LoadSubmission submission,
      List<SourceFile> files,
      BulkTable table,
      Duration every) {
    this.engine = bulk.engine();
    this.work = bulk.work();
    this.submission = submission;
    this.files = files;
    this.table = table;
    this.every = every;
    this.progress = table.progress();
    this.runId = progress.run().id();
  }

  /**
   * Runs the job, or waits for a run that another instance has started.
   *
   * @param requireMayGoOn called again and again; fails if the load may not go on
   * @param rejects receives the refused rows
   * @return the result, if accepted rows are in the table or would be after a dry run
   * @throws Refused if the files or their rows end the load, and {@code bulk_run_failed} and {@code
   *     bulk_engine_unavailable}
   */
  public BulkResult run(Runnable requireMayGoOn, Rejects rejects) {
    BulkResult found = await(requireMayGoOn);
    result = found;
    keepRefused(found, rejects);
    if (found.refusal() != null) {
      throw new Refused(found.refusal().code(), found.refusal().detail());
    }
    return found;
  }

  private BulkResult await(Runnable requireMayGoOn) {
    boolean startedHere = false;
    boolean noted = true;
    while (true) {
      requireMayGoOn.run();
      if (runId == null) {
        runId = start();
        startedHere = true;
        noted = false;
      }
      noted = noted || note(runId);
      // In this order: a run that has ended since has written its result.
      BulkRunState state = engine.state(runId);
      progress = table.progress();
      if (state.status() != Status.QUEUED && state.status() != Status.RUNNING) {
        Optional<BulkResult> ended = work.result(submission.loadId());
        if (ended.isPresent()) {
          return ended.get();
        }
        if (startedHere || state.status() == Status.CANCELLED) {
          throw failed(runId, state);
        }
        // The run died with the instance that had started it, or is on another machine. Two runs do
        // no harm.
        runId = null;
      } else {
        LockSupport.parkNanos(this, every.toNanos());
      }
    }
  }

  private String start() {
    return engine.start(
        UUID.fromString(submission.loadId()),
        work.describe(
            new BulkDescription(submission.loadId(), submission.request(), files, table.target())));
  }

  /** False if it cannot be noted yet, since a run that was started before still writes a part. */
  private boolean note(String started) {
    try {
      table.started(started);
      return true;
    } catch (Refused refused) {
      if (refused.code() != RefusalCode.TABLE_BUSY) {
        throw refused;
      }
      return false;
    }
  }

  private Refused failed(String runId, BulkRunState state) {
    String detail = state.detail();
    return new Refused(
        RefusalCode.BULK_RUN_FAILED,
        "the run %s of %s %s%s; nothing of the load is in the table"
            .formatted(
                runId,
                engine.name(),
                state.status() == Status.CANCELLED
                    ? "was cancelled there"
                    : "ended without a result",
                detail == null || detail.isBlank() ? "" : ": " + detail.strip()));
  }

  private void keepRefused(BulkResult from, Rejects rejects) {
    rejects.show(from.errors());
    for (String name : from.refused()) {
      try (InputStream rows = work.refused(submission.loadId(), name)) {
        rejects.copy(rows);
      } catch (IOException failure) {
        throw new Refused(
            RefusalCode.STORAGE_UNAVAILABLE,
            "the refused rows of the run could not be read from the store; load the source again",
            failure);
      }
    }
  }

  /** Cancels the run if it may still go on. */
  public void cancel() {
    String running = runId;
    if (result == null && running != null) {
      quietly(() -> engine.cancel(running));
    }
  }

  /** Deletes what the job has left in the store. What stays there is harmless. */
  public void clean() {
    quietly(() -> work.delete(submission.loadId()));
  }

  private static void quietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException unreachable) {
      // A run fails as soon as its row in the database is gone.
    }
  }

  /** The rows so far. For any thread. */
  public RowCounts counts() {
    BulkResult known = result;
    long inserted = progress.inserted();
    return known == null
        ? new RowCounts(inserted, inserted, 0, 0, 0, progress.incomplete())
        : known.counts();
  }

  /** For any thread. */
  public long bytes() {
    BulkResult known = result;
    return known == null ? 0 : known.bytes();
  }

  /** The files so far: all of them are read before the first row is written. For any thread. */
  public FilesRead filesRead() {
    Phase phase = progress.run().phase();
    boolean read = result != null || phase == Phase.WRITING || phase == Phase.PUBLISHING;
    return new FilesRead(read ? files.size() : 0, files.size());
  }

  /** As it is kept after the end. For any thread. */
  public BulkRun run() {
    return progress.run().ended();
  }
}
