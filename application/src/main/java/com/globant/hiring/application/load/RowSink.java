package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Row;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes the rows of one load. */
public interface RowSink {

  /**
   * Writes rows, in their order. May be called again before the last stage has completed, and a few
   * calls should be: writes overlap, their outcome is as if each had waited for the one before. The
   * caller bounds how many are under way.
   *
   * <p>Fails with {@link Refused} where the database is not reachable or another load holds the
   * same keys; the load can then only be rolled back.
   */
  CompletionStage<Written> write(List<Row> batch);
}
