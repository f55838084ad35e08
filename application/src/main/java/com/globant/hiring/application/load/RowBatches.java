package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.RawRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The rows of a body in their order, pulled batch by batch: whoever does not ask gets nothing. */
public interface RowBatches extends AutoCloseable {

  /** What the body's own media type says of a header line, or null where it says nothing. */
  @Nullable HeaderLine declaredHeader();

  /** What separates the fields of CSV. */
  Delimiter delimiter();

  /** Whether fields stand in the order of the table, with no header possible (JSON). */
  boolean inTableOrder();

  /**
   * The next rows, never an empty list; empty when the body has ended. To be asked again only when
   * the last stage has completed. Completes on a thread of the reader.
   *
   * <p>Fails with {@link Refused} where the body cannot be read on, and with {@link
   * BodyInterrupted}.
   */
  CompletionStage<Optional<List<RawRow>>> next();

  /**
   * Says that the oldest batch that was given, and not yet settled, is not needed any more: its
   * memory is free for other loads. Never blocks; for any thread.
   */
  default void settled() {}

  /** Ends a read that is under way, and lets go of the body. Never blocks; for any thread. */
  @Override
  void close();
}
