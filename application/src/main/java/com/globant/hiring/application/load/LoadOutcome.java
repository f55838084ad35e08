package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.domain.row.RowRejected;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a load ended. */
public sealed interface LoadOutcome {

  /** How many refused rows an outcome names; all of them are behind its URL. */
  int SHOWN_ERRORS = 20;

  String loadId();

  LoadRequest request();

  /** What became of the rows; of a load that was refused, as far as it had come. */
  RowCounts rows();

  /** Size of the decoded body, or of what was read of it before a refusal. */
  long bytes();

  /** From the beginning of the load to this outcome. */
  long elapsedMillis();

  /** The first refused rows, at most {@link #SHOWN_ERRORS}, by line, without their raw text. */
  List<RowRejected> errors();

  /** The refused rows that were kept, as CSV; null if there are none. */
  @Nullable URI rejectsUrl();

  /**
   * How many refused rows were kept: the first ones, fewer than all of them if their file would
   * have been too large.
   */
  long rejectsKept();

  /**
   * The rows are in the table; after a dry run, they would be.
   *
   * @param sha256 of the decoded body, in lower-case hexadecimals
   * @param replayed whether an earlier request with the same idempotency key did it, and this one
   *     nothing
   */
  record Loaded(
      String loadId,
      LoadRequest request,
      RowCounts rows,
      long bytes,
      String sha256,
      long elapsedMillis,
      List<RowRejected> errors,
      @Nullable URI rejectsUrl,
      long rejectsKept,
      boolean replayed)
      implements LoadOutcome {}

  /**
   * The table is as it was.
   *
   * @param detail what was wrong, where, and what to do
   */
  record NotLoaded(
      String loadId,
      LoadRequest request,
      RefusalCode code,
      String detail,
      RowCounts rows,
      long bytes,
      long elapsedMillis,
      List<RowRejected> errors,
      @Nullable URI rejectsUrl,
      long rejectsKept)
      implements LoadOutcome {}
}
