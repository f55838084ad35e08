package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.DuplicateKeys;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The results of the rows of one batch. */
final class BatchCounts {
  private final LoadPlan plan;
  private final List<RowRejected> rejected = new ArrayList<>();
  private int inserted;
  private int updated;
  private int ignored;
  private int incomplete;

  BatchCounts(LoadPlan plan) {
    this.plan = plan;
  }

  void inserted(List<Row> rows) {
    inserted(rows.size(), incomplete(rows));
  }

  /**
   * @param missing how many of the rows have a NULL
   */
  void inserted(int rows, int missing) {
    inserted += rows;
    incomplete += missing;
  }

  static int incomplete(List<Row> rows) {
    int incomplete = 0;
    for (Row row : rows) {
      if (row.incomplete()) {
        incomplete++;
      }
    }
    return incomplete;
  }

  void updated(List<Row> rows) {
    updated += rows.size();
  }

  /** Counts a row whose key exists, and which does not update the existing row. */
  void duplicate(Row row) {
    if (plan.duplicates() == DuplicateKeys.IGNORE) {
      ignored++;
    } else {
      rejected.add(RowRejected.duplicateKey(row, plan.table()));
    }
  }

  Written written() {
    rejected.sort(Comparator.comparingLong(RowRejected::line));
    return new Written(inserted, updated, ignored, incomplete, rejected);
  }
}
