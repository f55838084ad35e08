package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A load that has begun in the database. Ends with {@link #commit} or {@link #rollback}. */
public interface BegunLoad {

  /**
   * Keys that rows reference and that the table would not have after this load: rows of other
   * tables and, if keys were updated, of this one. In the order of the foreign keys, ascending for
   * each, without repetitions. To be called when all rows are written.
   *
   * @param limit most keys that are given
   */
  CompletionStage<List<OrphanedKey>> orphanedReferences(int limit);

  /**
   * Makes all rows of the load visible in one step, and sets its {@link LoadRecord} to {@link
   * LoadStatus#COMMITTED}: in the same transaction or, if a new table replaces the loaded one,
   * immediately after it.
   *
   * <p>Fails with {@link Refused} {@code cancelled} if the load was cancelled, and {@code aborted}
   * if its record does not say that it runs. If the connection is lost during the commit, the
   * record is looked up until the database answers. When the stage fails, the table is as before,
   * with one exception: if the database stays unreachable for longer than the adapter waits, the
   * outcome is unknown, and the failure says so.
   */
  CompletionStage<Void> commit(LoadResult result);

  /**
   * Undoes the load and frees its locks and its connection. Does nothing after a commit, or a
   * second time. Never fails: if the connection is lost, the server rolls back.
   */
  CompletionStage<Void> rollback();
}
