package com.globant.hiring.application.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: the records of the loads of all instances.
 *
 * <p>A record says {@link LoadStatus#COMMITTED} if and only if the rows of its load are in the
 * table: the commit of a load writes it in the same transaction. If a new table replaces the loaded
 * one, the record follows the rows by a moment; if the load's instance dies in between, another
 * instance completes the record. Other loads whose instance or connection died become {@link
 * LoadStatus#ABORTED} within a minute, as long as any instance runs.
 *
 * <p>All of it fails with {@link Refused} {@code database_unavailable}.
 */
public interface LoadRecords {
  /** For how long an idempotency key belongs to the load that it came with. */
  Duration KEY_LIFETIME = Duration.ofDays(7);

  /** For how long after its end the refused rows and the reports of a dry run can be read. */
  Duration DRY_RUN_REJECTS_LIFETIME = Duration.ofDays(1);

  /** Whether a load may begin. */
  sealed interface Admission {}

  /** The load may begin. Its record was created as {@link LoadStatus#RUNNING}. */
  record Admitted() implements Admission {}

  /**
   * The idempotency key belongs to another load. Nothing was recorded.
   *
   * @param load the other load, which runs or {@link LoadStatus#isSuccess succeeded}
   */
  record Held(LoadRecord load) implements Admission {}

  /**
   * Records a load that is about to begin, and its key. Equal keys of different clients are
   * different keys. A key belongs to the load that it came with for {@link #KEY_LIFETIME}; if that
   * load ended without success or died, the key then belongs to the new one.
   */
  CompletionStage<Admission> open(LoadSubmission submission);

  /** Whether a load that runs may go on. */
  enum Standing {
    MAY_GO_ON,
    /** A client cancelled it. */
    CANCEL_REQUESTED,
    /**
     * Its record was marked as that of a dead load, so that it cannot be committed any more: the
     * database dropped the load's connection, which this side may not have noticed. Everything that
     * still waits for that connection fails now.
     */
    FOUND_DEAD
  }

  /**
   * Records the progress of a load. Does nothing if it has ended.
   *
   * @param files null if the load has no source, or its files are not found yet
   */
  CompletionStage<Standing> progressed(
      String loadId, RowCounts rows, long bytes, @Nullable FilesRead files);

  /**
   * Records the end of a load whose rows are not in the table. Does nothing if the record says that
   * they are.
   *
   * @param status neither {@link LoadStatus#RUNNING} nor {@link LoadStatus#COMMITTED}
   * @param problem null for {@link LoadStatus#VALIDATED}
   */
  CompletionStage<Void> ended(
      String loadId, LoadStatus status, LoadResult result, LoadRecord.@Nullable Problem problem);

  CompletionStage<Optional<LoadRecord>> find(String loadId);

  /** The refusal of a request for a load without a record. */
  static Refused unknown(String loadId) {
    return new Refused(
        RefusalCode.UNKNOWN_LOAD,
        "there is no record of a load '%s'; /loads lists those that there are".formatted(loadId));
  }

  /**
   * Which records are wanted.
   *
   * @param schema only those of loads into this schema, or null
   * @param table only those of loads into tables of this name, or null
   * @param status only those with this status, or null
   */
  record Filter(@Nullable String schema, @Nullable String table, @Nullable LoadStatus status) {
    public static final Filter ALL = new Filter(null, null, null);
  }

  /**
   * Records, newest first.
   *
   * @param before a {@link LoadRecord#sequence}: only older ones; {@link Long#MAX_VALUE} for all
   * @param limit at most this many
   */
  CompletionStage<List<LoadRecord>> newest(Filter filter, long before, int limit);

  /**
   * The ids of dry runs that ended longer than {@link #DRY_RUN_REJECTS_LIFETIME} ago and whose
   * refused rows are still stored.
   *
   * @param limit at most this many
   */
  CompletionStage<List<String>> expiredRejects(int limit);

  /** Records that the refused rows of these loads were deleted. */
  CompletionStage<Void> rejectsDeleted(List<String> loadIds);

  /**
   * Requests that a load is cancelled. The instance that runs it sees this within a second in
   * {@link #progressed}, or at its commit.
   *
   * @return whether the load was still running
   */
  CompletionStage<Boolean> requestCancel(String loadId);
}
