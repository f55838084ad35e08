package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadResult;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one load, and publishes them at its commit. Used on the context of the load's
 * session, except for {@link #write}.
 */
public interface RowTarget {
  /**
   * Takes a batch. Called on the load's thread, one call at a time; may block for a disk.
   *
   * @return the rest of the work, to be done on the context in the order of the calls; its result
   *     is as of {@link com.globant.hiring.application.load.RowSink#write}
   */
  Supplier<Future<Written>> write(List<Row> batch);

  /** What the rows written so far change of the summary. */
  SummaryChanges summaryChanges();

  /** No row is written from now on. */
  void stop();

  /**
   * What has ended the load, or null. A load with a failed statement must not be committed: where
   * it was a deadlock, what had been written before it is gone.
   */
  @Nullable Throwable failure();

  /** The first step of a commit: does whatever may take long. */
  default Future<Void> prepare(LoadResult result) {
    return Future.succeededFuture();
  }

  /**
   * The last step before the COMMIT of the load's session. When it fails, the table is as before,
   * or will be when that session is rolled back.
   */
  default Future<Void> publish() {
    return Future.succeededFuture();
  }

  /** Whether the load was committed, asked when the answer to the COMMIT was lost. */
  Future<Boolean> isCommitted();

  /**
   * Lets go of all but the load's session. Never fails.
   *
   * @param committed whether the load is known to be committed
   */
  default Future<Void> release(boolean committed) {
    return Future.succeededFuture();
  }

  /** Keeps connections alive that have nothing to do. */
  default void speak() {}
}
