package com.globant.hiring.domain.raw;

import java.io.IOException;
import java.util.List;

/**
 * The rows of one file in their order, read in batches. Used by one thread.
 *
 * <p>A batch counts as memory in use until the caller has {@link #settled} it. Closing frees the
 * memory of all batches; the stream that they are read from belongs to its opener.
 */
public interface RawRows extends AutoCloseable {
  /** What separates the fields of CSV. */
  Delimiter delimiter();

  /** Whether fields come in the order of the table, so that there is no header (JSON). */
  boolean inTableOrder();

  /**
   * Takes the memory of the next batch. If there is none, the caller must settle a batch before it
   * reads the next; there always is some if all are settled.
   */
  boolean tryBeginBatch();

  /**
   * Reads the next batch; empty at the end, and after it. Blocks until enough bytes have arrived,
   * and while other files hold the memory that a large record needs.
   *
   * @throws FileRefused if the file cannot be read on
   * @throws IOException if its stream fails
   */
  List<RawRow> next() throws IOException;

  /** Frees the memory of the oldest batch that is not settled yet. */
  void settled();

  @Override
  void close();
}
