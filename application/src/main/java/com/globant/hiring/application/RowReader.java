package com.globant.hiring.application;

import com.globant.hiring.domain.Table;
import java.util.concurrent.CompletionStage;

/** Port: turns bodies into rows. */
public interface RowReader {

  /**
   * Opens a body and looks at its first bytes. The body is the reader's from here on: it is closed
   * when the stage fails, or with the batches.
   *
   * <p>Fails with {@link Refused} where the body is no CSV or JSON, and with {@link
   * BodyInterrupted}.
   */
  CompletionStage<RowBatches> open(Table table, Body body);

  /**
   * Reads a body to its end and drops it. It is closed when the stage completes. Fails as {@link
   * #open} and {@link RowBatches#next} do.
   */
  CompletionStage<Void> drain(Body body);
}
