package com.globant.hiring.application.load;

import com.globant.hiring.application.bulk.BulkTable;
import java.util.concurrent.CompletionStage;

/**
 * A load whose rows a job writes, into a table of its own. Other loads see its locks also while no
 * instance holds them: see {@link BulkTransactions#resume}.
 */
public interface BulkTransaction extends BegunLoad, BulkTable {

  /** Whether the load has lost its connection, and with it its locks. Blocks. */
  boolean isLost();

  /**
   * Frees the connection and leaves everything else to the instance that resumes the load. Never
   * fails.
   */
  CompletionStage<Void> release();
}
