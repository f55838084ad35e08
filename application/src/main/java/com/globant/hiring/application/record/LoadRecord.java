package com.globant.hiring.application.record;

import com.globant.hiring.application.RefusalCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a load.
 *
 * @param sequence greater for later loads
 * @param submission the id, the parameters and the client
 * @param status {@link LoadStatus#COMMITTED} if and only if its rows are in the table
 * @param result while the load runs, its progress of about a second ago
 * @param problem why its rows are not in the table; null for a load that runs or succeeded
 * @param endedAt null while it runs
 */
public record LoadRecord(
    long sequence,
    LoadSubmission submission,
    LoadStatus status,
    LoadResult result,
    @Nullable Problem problem,
    Instant startedAt,
    @Nullable Instant endedAt) {

  /**
   * Why a load ended without its rows in the table.
   *
   * @param code the wire name of a {@link RefusalCode}, or {@code internal_error}
   * @param detail what was wrong, where, and what to do
   */
  public record Problem(String code, String detail) {}

  public String loadId() {
    return submission.loadId();
  }

  /** Whether its refused rows are stored; those of dry runs expire. */
  public boolean hasRejects(Instant now) {
    return result.rejectsStored() && !isExpired(now);
  }

  /**
   * Whether there are reports of it: it was a {@link LoadRequest#isDryRunOfHires dry run of hires}
   * on a cluster. They expire as its refused rows do.
   */
  public boolean hasReports(Instant now) {
    return status == LoadStatus.VALIDATED
        && result.run() != null
        && submission.request().isDryRunOfHires()
        && !isExpired(now);
  }

  private boolean isExpired(Instant now) {
    return submission.request().dryRun()
        && endedAt != null
        && !now.isBefore(endedAt.plus(LoadRecords.DRY_RUN_REJECTS_LIFETIME));
  }
}
