package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import java.util.concurrent.CompletionStage;

/** Port: begins loads in the database. */
public interface LoadTransactions {

  /**
   * Begins a load whose record was {@link LoadRecords#open opened}: claims the record, takes the
   * table's lock, locks and reads the keys that rows may reference, and for a replace takes the
   * table's content away, all invisible to others until the commit.
   *
   * <p>Fails with {@link Refused} {@code table_busy} at once where another load excludes this one,
   * and {@code database_unavailable}, and {@code aborted} where the record does not say that the
   * load runs.
   */
  CompletionStage<LoadTransaction> begin(LoadPlan plan);
}
