package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A load under way in the database. Ends with {@link #commit} or {@link #rollback}. */
public interface LoadTransaction extends RowSink {

  /** The keys of each table that the loaded one references; nobody can take them away meanwhile. */
  Map<Table, KeySet> references();

  /**
   * Keys that rows of other tables reference and that the table, as this load leaves it, does not
   * have; ascending. Asked when all rows are written.
   *
   * @param limit at most this many are given
   */
  CompletionStage<List<Integer>> orphanedReferences(int limit);

  /**
   * Makes the load visible, and turns its {@link LoadRecord} to {@link LoadStatus#COMMITTED} in the
   * same transaction.
   *
   * <p>When the stage fails, the table is as before. Fails with {@link Refused} {@code cancelled}
   * where somebody asked for the load's end, and {@code aborted} where its record does not say that
   * it runs. Where the connection was lost so that nobody can tell, the record is looked up until
   * the database answers; only if it stays away for longer than the adapter is told to wait, the
   * outcome is unknown, and the failure says so.
   */
  CompletionStage<Void> commit(LoadResult result);

  /**
   * Undoes the load and frees its locks and its connection; after a commit, or a second time, does
   * nothing. Completes when that is done, and never fails: what cannot be rolled back over its
   * connection is rolled back by the server when the connection ends.
   */
  CompletionStage<Void> rollback();
}
