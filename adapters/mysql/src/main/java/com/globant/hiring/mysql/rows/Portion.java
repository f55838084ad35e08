package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches that are written together: those of a file, or one in memory.
 *
 * @param rows of the batch in memory; empty if there is a file
 * @param isSmall whether it is so little that the {@link WriteLimiter} does not count it
 * @param since when it was begun, as of {@link System#nanoTime}
 */
record Portion(
    @Nullable RowFile file, List<Batch> batches, List<Row> rows, boolean isSmall, long since) {
  static Portion of(RowFile file) {
    return new Portion(file, file.batches(), List.of(), false, System.nanoTime());
  }

  static Portion of(Batch batch, List<Row> rows, boolean isSmall) {
    return new Portion(null, List.of(batch), rows, isSmall, System.nanoTime());
  }
}
