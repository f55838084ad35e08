package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.rejects.Rejects;
import com.globant.hiring.domain.row.RowRejected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of one load that are written or refused, in the order of the file. Used by the load's
 * thread.
 */
final class SettledRows {
  private final LoadRequest request;
  private final FileStart start;
  private final Rejects rejects;
  private volatile RowCounts counts = RowCounts.NONE;

  SettledRows(LoadRequest request, FileStart start, Rejects rejects) {
    this.request = request;
    this.start = start;
    this.rejects = rejects;
  }

  /** For any thread. */
  RowCounts counts() {
    return counts;
  }

  /**
   * Counts the rows of a batch and keeps those that were refused, in the order of their lines.
   *
   * @throws Refused if these are more than the request allows
   */
  void add(List<RowRejected> refusedByRules, Written written) {
    counts = counts.plus(written.counts(refusedByRules.size()));
    List<RowRejected> refused = new ArrayList<>(refusedByRules);
    refused.addAll(written.rejected());
    refused.sort(Comparator.comparingLong(RowRejected::line));
    long allowed = request.abortOnError() ? 0 : request.maxErrors();
    if (counts.rejected() <= allowed) {
      rejects.add(refused);
      return;
    }
    // The row that is one too many is the last one that is kept.
    int kept = (int) (allowed + 1 - (counts.rejected() - refused.size()));
    rejects.add(refused.subList(0, kept));
    throw tooMany(refused.get(kept - 1));
  }

  private Refused tooMany(RowRejected last) {
    if (request.abortOnError()) {
      return new Refused(
          RefusalCode.ABORTED_ON_ERROR,
          "line %d: %s; the first refused row ends this load%s"
              .formatted(last.line(), last.message(), delimiterHint()));
    }
    return new Refused(
        RefusalCode.TOO_MANY_ERRORS,
        "line %d: %s; that is one refused row more than the %d that are allowed%s"
            .formatted(last.line(), last.message(), request.maxErrors(), delimiterHint()));
  }

  /** Only if no row at all was accepted. */
  private String delimiterHint() {
    return counts.accepted() == 0 ? start.delimiterHint() : "";
  }

  /**
   * @throws Refused if no row was accepted
   */
  void requireAcceptedRow() {
    if (counts.accepted() > 0) {
      return;
    }
    if (counts.read() > 0) {
      throw new Refused(
          RefusalCode.NO_ROWS_ACCEPTED,
          "none of the %d rows was accepted; mend the rows named in errors and send the file again%s"
              .formatted(counts.read(), delimiterHint()));
    }
    throw start.headerSeen()
        ? new Refused(
            RefusalCode.NO_ROWS_ACCEPTED, "the file has a header and no rows; send one with rows")
        : new Refused(RefusalCode.EMPTY_BODY, "the body holds no rows; send the file as the body");
  }
}
