package com.globant.hiring.application.load;

import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.row.RowRejected;
import java.util.List;

/**
 * The outcome of a batch: each of its rows is inserted, updated, ignored or rejected.
 *
 * @param incomplete how many of the inserted have a NULL
 * @param rejected in the order of their lines
 */
public record Written(
    int inserted, int updated, int ignored, int incomplete, List<RowRejected> rejected) {

  /** The rows of the batch, of which the rules had refused some before it was written. */
  public RowCounts counts(int refusedByRules) {
    int refused = rejected.size() + refusedByRules;
    return new RowCounts(
        inserted + updated + ignored + refused, inserted, updated, ignored, refused, incomplete);
  }
}
