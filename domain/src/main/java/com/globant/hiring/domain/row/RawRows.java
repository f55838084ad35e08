package com.globant.hiring.domain.row;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The rows of one file in their order, read in batches. Used by one thread. Closing frees the
 * memory of the rows; the stream that they are read from belongs to its opener.
 */
public interface RawRows extends AutoCloseable {
  /** What separates the fields of CSV. */
  Delimiter delimiter();

  /** Whether fields come in the order of the table, so that there is no header (JSON). */
  boolean inTableOrder();

  /**
   * Reads the next batch; empty at the end, and after it. Blocks until enough bytes have arrived
   * and until there is memory for the batch.
   *
   * <p>A batch counts as memory in use until {@link #settled}. If memory is short, this asks the
   * caller to settle its batches before it waits for those of others.
   *
   * @param settleOldest waits until the oldest batch is not used any more, and calls {@link
   *     #settled}; false if there is none. What it throws ends the reading
   * @throws FileRefused if the file cannot be read on
   * @throws IOException if its stream fails
   */
  List<RawRow> next(BooleanSupplier settleOldest) throws IOException;

  /** Frees the memory of the oldest batch that was read and not yet settled. */
  void settled();

  @Override
  void close();
}
