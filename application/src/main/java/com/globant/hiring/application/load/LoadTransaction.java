package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.table.ForeignKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A load that runs in the database. Ends with {@link #commit} or {@link #rollback}. */
public interface LoadTransaction extends RowSink {

  /**
   * What each foreign key to another table may reference. The rows of the keys that are found are
   * locked until the end. Used by the load's thread, which may have to wait.
   */
  Map<ForeignKey, KeySet> references();

  /**
   * The next rows that {@link #write} has kept back because they reference rows of the loaded table
   * that were not known. Called on the load's thread, which may have to wait, after the last rows
   * of the file were written, until there are none.
   *
   * @return rows to be written, and refusals of rows whose reference does not exist. A row comes
   *     after the rows that it references, except if these reference it in turn; else they are in
   *     the order of the file, refusals at the end. Empty if there are no more.
   */
  List<RowOutcome> nextWaiting();

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
   * <p>When the stage fails, the table is as before. Fails with {@link Refused} {@code cancelled}
   * if the load was cancelled, and {@code aborted} if its record does not say that it runs. If the
   * connection is lost during the commit, the record is looked up until the database answers. If
   * the database stays unreachable for longer than the adapter waits, the outcome is unknown, and
   * the failure says so.
   */
  CompletionStage<Void> commit(LoadResult result);

  /**
   * Undoes the load and frees its locks and its connection. Does nothing after a commit, or a
   * second time. Never fails: if the connection is lost, the server rolls back.
   */
  CompletionStage<Void> rollback();
}
