package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.schema.UniqueIndexes;
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

  /** Counts a row that has the key of an earlier row of the file. */
  void taken(Row row, TableKey key) {
    if (key.columns().equals(plan.table().primaryKey())) {
      duplicate(row);
    } else {
      rejected.add(RowRejected.notUnique(row, plan.table(), key.columns()));
    }
  }

  /** Counts a row that has the values of another row in a unique index. */
  void notUnique(Row row, UniqueIndexes.Index index) {
    rejected.add(
        index.isOfDefinition()
            ? RowRejected.notUnique(
                row, plan.table(), new TableKey(plan.table(), index.columns()).columns())
            : new RowRejected(
                row.file(),
                row.line(),
                null,
                RowErrorCode.NOT_UNIQUE,
                null,
                "the table has a row with the same values in its unique index %s; remove one of them"
                    .formatted(index.name()),
                row.raw()));
  }

  Written written() {
    rejected.sort(Comparator.comparingLong(RowRejected::line));
    return new Written(inserted, updated, ignored, incomplete, rejected);
  }
}
