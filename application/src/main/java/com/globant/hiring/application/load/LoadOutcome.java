package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.row.RowRejected;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a load ended, if it was no failure. */
public sealed interface LoadOutcome {
  String loadId();

  LoadRequest request();

  /** What is known of the load; if it was refused, as far as it had come. */
  LoadResult result();

  /** The refused rows that were kept, as CSV; null if there are none. */
  @Nullable URI rejectsUrl();

  default RowCounts rows() {
    return result().rows();
  }

  default long bytes() {
    return result().bytes();
  }

  default long elapsedMillis() {
    return result().elapsedMillis();
  }

  default List<RowRejected> errors() {
    return result().errors();
  }

  default long rejectsKept() {
    return result().rejectsKept();
  }

  /**
   * The rows are in the table; after a dry run, they would be.
   *
   * @param replayed whether an earlier request with the same idempotency key loaded them, and this
   *     one did nothing
   */
  record Loaded(
      String loadId,
      LoadRequest request,
      LoadResult result,
      @Nullable URI rejectsUrl,
      boolean replayed)
      implements LoadOutcome {
    /** Of the decoded body, in lower-case hexadecimals. */
    public String sha256() {
      return Objects.requireNonNull(result.sha256(), "a successful load read its body");
    }
  }

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
      LoadResult result,
      @Nullable URI rejectsUrl)
      implements LoadOutcome {}
}
