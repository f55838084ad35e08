package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of rows. Used by one at a time. */
final class RowFile {
  private final RowText text = new RowText();
  private @Nullable Path path;
  private long bytes;
  private boolean damaged;

  /** Where it is, once it is there. */
  Path path() {
    return Objects.requireNonNull(path);
  }

  boolean isThere() {
    return path != null;
  }

  void putAt(Path place) {
    path = place;
  }

  /** How many bytes its rows are; more than any server takes where they could not be written. */
  long bytes() {
    return damaged ? Long.MAX_VALUE : bytes;
  }

  /** Rows could not be written, and until it is cleared, none will be. */
  void damage() {
    damaged = true;
  }

  /** Writes rows after those that it has. Blocks. */
  void append(Table table, List<Row> rows) throws IOException {
    if (damaged) {
      return;
    }
    text.clear();
    int columns = table.columns().size();
    for (Row row : rows) {
      text.add(row, columns);
    }
    bytes += text.writeTo(path(), bytes);
  }

  /** Forgets its rows, which the next ones are written over. */
  void clear() {
    bytes = 0;
    damaged = false;
  }
}
