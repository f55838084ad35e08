package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one load. Used on the context of the load's session, except for {@link
 * #write}.
 */
public interface RowTarget {
  /**
   * Takes a batch. Called on the load's thread, one call at a time; may block for a disk.
   *
   * @return the rest of the work, to be done on the context in the order of the calls; its result
   *     is as of {@link com.globant.hiring.application.load.RowSink#write}
   */
  Supplier<Future<Written>> write(List<Row> batch);

  /** The counts of the rows written so far. */
  SummaryChanges summaryChanges();

  /** No row is written from now on. */
  void stop();

  /**
   * What has failed, or null. A load with a failed statement must not be committed: after a
   * deadlock, what had been written before is gone.
   */
  @Nullable Throwable failure();

  /** Releases all but connections. Never fails. */
  Future<Void> close();
}
