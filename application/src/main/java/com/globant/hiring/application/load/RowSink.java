package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Row;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Writes the rows of one load. */
public interface RowSink {

  /**
   * Writes rows, in their order. Called on the load's thread, which it may block: when it returns,
   * the sink keeps the rows on disk, or at most a few batches of them in memory.
   *
   * <p>May be called again before the last stage has completed. Writes overlap, with the same
   * outcome as one after the other. The caller limits them to 128, and should use as many as it has
   * rows for. The stages complete even if no further write follows.
   *
   * <p>Rows that reference rows of the loaded table which are not known yet are kept back, and are
   * in no result: see {@link LoadTransaction#nextWaiting}.
   *
   * <p>Fails with {@link Refused} if the database is not reachable or another load holds the same
   * keys. The load can then only be rolled back.
   */
  CompletionStage<Written> write(List<Row> batch);
}
