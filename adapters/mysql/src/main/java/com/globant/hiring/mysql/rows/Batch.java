package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A batch of a load, and the results of its rows until the database has decided about all. */
final class Batch {
  private final LoadPlan plan;
  private final CompletableFuture<Written> done = new CompletableFuture<>();
  private final List<Row> repeated = new ArrayList<>();
  private Runnable decided = () -> {};
  private int size;
  private int sizeIncomplete;
  private final List<RowRejected> rejected = new ArrayList<>();
  private int inserted;
  private int updated;
  private int ignored;
  private int incomplete;

  Batch(LoadPlan plan) {
    this.plan = plan;
  }

  /**
   * To be called when the batch is divided.
   *
   * @param rows whose keys are new to the load; only counted, since they may be kept in a file
   * @param whenDecided called when the database has decided about all rows
   */
  void begin(List<Row> rows, Runnable whenDecided) {
    size = rows.size();
    sizeIncomplete = incomplete(rows);
    decided = whenDecided;
  }

  /** The number of rows whose keys are new to the load. */
  int size() {
    return size;
  }

  /** The rows that have a key of an earlier row of the file. */
  List<Row> repeated() {
    return repeated;
  }

  /** The server has loaded all of the file that has the new rows. */
  void loaded() {
    inserted += size;
    incomplete += sizeIncomplete;
  }

  void inserted(List<Row> rows) {
    inserted += rows.size();
    incomplete += incomplete(rows);
  }

  private static int incomplete(List<Row> rows) {
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
            : RowRejected.notUniqueIn(row, index.name()));
  }

  CompletionStage<Written> done() {
    return done;
  }

  void complete() {
    decided.run();
    rejected.sort(Comparator.comparingLong(RowRejected::line));
    done.complete(new Written(inserted, updated, ignored, incomplete, rejected));
  }

  void fail(Throwable failure) {
    decided.run();
    done.completeExceptionally(failure);
  }
}
