package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Row;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Writes the rows of one load. */
public interface RowSink {

  /**
   * Writes rows, in their order. A few calls should overlap; the outcome is as if each had waited
   * for the one before. The caller bounds their number.
   *
   * <p>Fails with {@link Refused} if the database is not reachable or another load holds the same
   * keys. The load can then only be rolled back.
   */
  CompletionStage<Written> write(List<Row> batch);
}
