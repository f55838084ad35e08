package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.table.Table;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Port: turns bodies into rows. */
public interface RowReader {

  /**
   * Opens a body and looks at its first bytes. The body is the reader's from here on: it is closed
   * when the stage fails, or with the batches.
   *
   * <p>Of CSV, records without any value, surplus empty fields at the end of a record, a first line
   * {@code sep=;} and a Ctrl-Z at the end of the body are passed over.
   *
   * <p>Fails with {@link Refused} where the body is no CSV or JSON, and with {@link
   * BodyInterrupted}.
   *
   * @param delimiter of CSV; null where the body decides: by its media type, else by a first line
   *     {@code sep=;}, else it is the comma
   */
  CompletionStage<RowBatches> open(Table table, @Nullable Delimiter delimiter, Body body);

  /**
   * Reads a body to its end and drops it. It is closed when the stage completes. Fails as {@link
   * #open} and {@link RowBatches#next} do.
   */
  CompletionStage<Void> drain(Body body);
}
