package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Table;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: the records of all loads, of whatever instance, kept where all instances see them.
 *
 * <p>A record says {@link LoadStatus#COMMITTED} if and only if the rows of its load are in the
 * table: {@link LoadTransaction#commit} writes it in the load's own transaction. Records of loads
 * whose instance or connection died become {@link LoadStatus#ABORTED} within a minute, as long as
 * any instance lives.
 *
 * <p>All of it fails with {@link Refused} {@code database_unavailable}.
 */
public interface LoadRecords {
  /** For how long a key stands for the load that it came with. */
  Duration KEY_LIFETIME = Duration.ofDays(7);

  /** For how long the refused rows of a dry run are kept, from its end. */
  Duration DRY_RUN_REJECTS_LIFETIME = Duration.ofDays(1);

  /** Whether a load may begin. */
  sealed interface Admission {}

  /** The load may begin; its record is there, {@link LoadStatus#RUNNING}. */
  record Admitted() implements Admission {}

  /**
   * The idempotency key stands for another load. Nothing was recorded.
   *
   * @param load that runs, or {@link LoadStatus#isSuccess succeeded}
   */
  record Held(LoadRecord load) implements Admission {}

  /**
   * Records a load that is about to begin, and its key. A key is the client's own: another client's
   * does not matter. It stands for the load that came with it for {@link #KEY_LIFETIME}, unless
   * that load ended without success, or died: then the new one takes it over.
   */
  CompletionStage<Admission> open(LoadSubmission submission);

  /** Whether a load that runs may go on. */
  enum Standing {
    MAY_GO_ON,
    /** Somebody asked for its end. */
    CANCEL_REQUESTED,
    /**
     * Its record was found to be that of a dead load, so nothing of it can be committed any more:
     * the database dropped the load's connection, which this side may not have noticed. What still
     * waits for that connection fails from now on.
     */
    FOUND_DEAD
  }

  /** Notes how far a load has come; does nothing for one that has ended. */
  CompletionStage<Standing> progressed(String loadId, RowCounts rows, long bytes);

  /**
   * Notes the end of a load whose rows are not in the table. Does nothing where the record says
   * that they are.
   *
   * @param status neither {@link LoadStatus#RUNNING} nor {@link LoadStatus#COMMITTED}
   * @param problem null for {@link LoadStatus#VALIDATED}
   */
  CompletionStage<Void> ended(
      String loadId, LoadStatus status, LoadResult result, LoadRecord.@Nullable Problem problem);

  CompletionStage<Optional<LoadRecord>> find(String loadId);

  /** What whoever asks for a load that is not on record is told. */
  static Refused unknown(String loadId) {
    return new Refused(
        RefusalCode.UNKNOWN_LOAD,
        "there is no record of a load '%s'; /loads lists those that there are".formatted(loadId));
  }

  /**
   * Records, newest first.
   *
   * @param table of which alone, or null
   * @param status with which alone, or null
   * @param before a {@link LoadRecord#sequence}: only older ones; {@link Long#MAX_VALUE} for all
   * @param limit at most this many
   */
  CompletionStage<List<LoadRecord>> newest(
      @Nullable Table table, @Nullable LoadStatus status, long before, int limit);

  /**
   * Dry runs whose refused rows are stored for longer than {@link #DRY_RUN_REJECTS_LIFETIME}, by
   * their ids.
   *
   * @param limit at most this many
   */
  CompletionStage<List<String>> expiredRejects(int limit);

  /** Notes that the refused rows of these loads are stored no more. */
  CompletionStage<Void> rejectsDeleted(List<String> loadIds);

  /**
   * Asks for the end of a load. The instance that runs it learns it within a second from {@link
   * #progressed}, or at its commit.
   *
   * @return whether the load was still running
   */
  CompletionStage<Boolean> requestCancel(String loadId);
}
