package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.LoadRecords;
import java.util.concurrent.CompletionStage;

/** Port: begins loads in the database. */
public interface LoadTransactions {

  /**
   * Begins a load whose record was {@link LoadRecords#open opened}: locks the record and the table,
   * and locks and reads the keys that rows may reference. A replace deletes the table's rows in its
   * transaction, or fills a new table. Others see none of this before the commit.
   *
   * <p>Fails with {@link Refused} {@code table_busy} at once if another load excludes this one,
   * with {@code database_unavailable}, and with {@code aborted} if the record does not say that the
   * load runs.
   */
  CompletionStage<LoadTransaction> begin(LoadPlan plan);
}
