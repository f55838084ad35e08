package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port: begins and continues loads on a cluster in the database. */
public interface BulkTransactions {

  /**
   * As {@link LoadTransactions#begin}, for a load whose rows a job writes: creates the table that
   * the job fills, and a note of the run. If the instance dies, {@link #resume} continues the load;
   * until then no other load can take what this one had locked. If none does so for a minute, the
   * load is aborted.
   *
   * @param engine that runs the job
   * @param dryRun whether there is no table to fill
   */
  CompletionStage<BulkTransaction> begin(LoadPlan plan, String engine, boolean dryRun);

  /**
   * About how many bytes the rows of a table have in the database, without its secondary indexes.
   * That is what the statistics of the server say, which may not know the last loads yet.
   */
  CompletionStage<Long> tableBytes(String schema, Table table);

  /** The ids of loads on a cluster that have begun and that no instance holds. */
  CompletionStage<List<String>> abandoned();

  /**
   * Takes over a load that another instance has begun with {@link #begin}. Fails with {@link
   * Refused} {@code table_busy} if an instance holds it or its record says that it has ended, and
   * {@code aborted} if it ends now: its instance died when it was about to commit, and the record
   * says whether it has.
   */
  CompletionStage<BulkTransaction> resume(LoadPlan plan, boolean dryRun);
}
