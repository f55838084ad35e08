package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.bulk.BulkResult;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.LoadRecord.Problem;
import com.globant.hiring.application.record.LoadRecords.Standing;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.rejects.Rejects;
import com.globant.hiring.application.report.HiresOfDryRun;
import com.globant.hiring.domain.raw.FileRefused;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Why a load did not succeed, and how that is recorded. */
final class LoadEnds {
  private final MigrateCsv with;
  private final LoadSubmission submission;
  private final Rejects rejects;
  private final Supplier<LoadResult> result;
  private @Nullable URI rejectsUrl;

  /**
   * @param result what is known of the load
   */
  LoadEnds(
      MigrateCsv with, LoadSubmission submission, Rejects rejects, Supplier<LoadResult> result) {
    this.with = with;
    this.submission = submission;
    this.rejects = rejects;
    this.result = result;
  }

  /** Stores the refused rows so far. */
  void storeRejects() {
    rejectsUrl = rejects.store(with.store, submission);
  }

  /** Stores what the reports of a dry run of hires are made of. */
  void storeHires(BulkResult found) {
    if (submission.request().isDryRunOfHires()) {
      HiresOfDryRun.store(with.spools, with.store, submission, found.hires());
    }
  }

  /** The stored rows; null if there are none. */
  @Nullable URI rejectsUrl() {
    return rejectsUrl;
  }

  /**
   * Records the end of a load that did not succeed. A refusal is an outcome; other failures are
   * thrown.
   *
   * @param recorded whether the load has a record, which ends with it
   */
  LoadOutcome ended(Throwable reason, boolean recorded) {
    if (recorded) {
      storeRejects(reason);
      note(reason);
    }
    if (reason instanceof Refused refused) {
      return new NotLoaded(
          submission.loadId(),
          submission.request(),
          refused.code(),
          refused.detail(),
          result.get(),
          rejectsUrl);
    }
    if (reason instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) reason;
  }

  /** A failing store must not hide the reason of the refusal. */
  private void storeRejects(Throwable reason) {
    if (!(reason instanceof Refused refused)) {
      return;
    }
    try {
      switch (refused.code()) {
        case NO_ROWS_ACCEPTED, TOO_MANY_ERRORS, ABORTED_ON_ERROR -> storeRejects();
        default -> {
          // The reason is not in the rows; if only the commit failed, they are stored already.
        }
      }
    } catch (RuntimeException storageFailed) {
      rejectsUrl = null;
    }
  }

  /** If that fails, the record is later found to be that of a dead load. */
  private void note(Throwable reason) {
    await(
        with.records
            .ended(submission.loadId(), status(reason), result.get(), problem(reason))
            .exceptionally(failure -> null));
  }

  /**
   * Why a load did not succeed. If its body was abandoned because the load was cancelled or lost
   * its connection, that is the reason, not the interrupted body.
   */
  static Throwable reason(Throwable failure, Standing standing) {
    if (failure instanceof FileRefused refused) {
      return new Refused(RefusalCode.of(refused.reason()), refused.detail(), refused);
    }
    if (!(failure instanceof BodyInterrupted)) {
      return failure;
    }
    return switch (standing) {
      case MAY_GO_ON -> failure;
      case CANCEL_REQUESTED ->
          new Refused(
              RefusalCode.CANCELLED, "the load was cancelled; nothing of it is in the table");
      case FOUND_DEAD ->
          new Refused(
              RefusalCode.ABORTED,
              "the load's connection to the database was lost; nothing of it is in the table, send it again");
    };
  }

  /**
   * Whether an instance continues a load on a cluster that has failed here, since nothing is wrong
   * with its run.
   *
   * @param publishing whether its run has ended with a result
   */
  boolean isContinued(Throwable failure, BulkTransaction load, boolean publishing) {
    if (!(failure instanceof Refused refused)) {
      return false;
    }
    return switch (refused.code()) {
      case DRAINING -> true;
      // A server that cannot publish the rows, since its disk is full, would fail again and again.
      case DATABASE_UNAVAILABLE -> !publishing || (!submission.request().dryRun() && load.isLost());
      default -> false;
    };
  }

  static LoadStatus status(Throwable cause) {
    if (cause instanceof BodyInterrupted) {
      return LoadStatus.ABORTED;
    }
    if (cause instanceof Refused refused) {
      return switch (refused.code()) {
        case CANCELLED -> LoadStatus.CANCELLED;
        // A chunk of the body was malformed, so its end is not known.
        case ABORTED, DRAINING, MALFORMED_REQUEST -> LoadStatus.ABORTED;
        default -> LoadStatus.FAILED;
      };
    }
    return LoadStatus.FAILED;
  }

  static Problem problem(Throwable cause) {
    if (cause instanceof Refused refused) {
      return new Problem(refused.code().wireName(), refused.detail());
    }
    if (cause instanceof BodyInterrupted) {
      return new Problem(
          RefusalCode.ABORTED.wireName(),
          "the client went away before the body had come to its end; send it again");
    }
    return new Problem("internal_error", "the service failed unexpectedly; see its log");
  }
}
