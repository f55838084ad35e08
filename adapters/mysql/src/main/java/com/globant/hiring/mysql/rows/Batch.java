package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A batch of a load until the database has decided about its rows. */
final class Batch {
  private final BatchCounts counts;
  private final List<Row> repeated;
  private final Runnable decided;
  private final int size;
  private final int incomplete;
  private final CompletableFuture<Written> done = new CompletableFuture<>();

  /**
   * @param rows whose keys are new to the load; not kept, since they may be in a file
   * @param repeated the rows that have a key of an earlier row
   * @param decided called when the database has decided about all of them
   */
  Batch(BatchCounts counts, List<Row> rows, List<Row> repeated, Runnable decided) {
    this.counts = counts;
    this.size = rows.size();
    this.incomplete = BatchCounts.incomplete(rows);
    this.repeated = repeated;
    this.decided = decided;
  }

  /** The number of rows, without the repeated ones. */
  int size() {
    return size;
  }

  BatchCounts counts() {
    return counts;
  }

  List<Row> repeated() {
    return repeated;
  }

  /** The server has loaded the file of the batch. */
  void loaded() {
    counts.inserted(size, incomplete);
  }

  CompletionStage<Written> done() {
    return done;
  }

  void complete() {
    decided.run();
    done.complete(counts.written());
  }

  void fail(Throwable failure) {
    decided.run();
    done.completeExceptionally(failure);
  }
}
