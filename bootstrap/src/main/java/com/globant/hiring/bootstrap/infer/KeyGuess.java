package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** The primary key of a file: its first columns, if no two rows have the same values in them. */
final class KeyGuess {
  private static final int MOST_COLUMNS = 4;
  private static final int MOST_BYTES = 3072;

  private final CsvFile file;
  private final List<Column> columns;

  KeyGuess(CsvFile file, List<Column> columns) {
    this.file = file;
    this.columns = columns;
  }

  /** The fewest first columns that are a key; empty if there are none. */
  OptionalInt columns() throws IOException {
    int bytes = 0;
    for (int count = 1; count <= Math.min(MOST_COLUMNS, columns.size()); count++) {
      Column last = columns.get(count - 1);
      bytes += last.type().storage().keyBytes();
      if (!canBePart(last) || bytes > MOST_BYTES) {
        return OptionalInt.empty();
      }
      // A boolean alone would be a key of two rows.
      if (isUnique(count)) {
        return OptionalInt.of(count);
      }
    }
    return OptionalInt.empty();
  }

  private static boolean canBePart(Column column) {
    return column.required()
        && column.type().storage().keyable()
        && !(column.type() instanceof NumberType)
        && !(column.type() instanceof BooleanType);
  }

  private boolean isUnique(int count) throws IOException {
    if (count == 1 && columns.get(0).type() instanceof IntegerType && isAscending()) {
      return true;
    }
    SeenHashes seen = new SeenHashes();
    return file.readRows(row -> seen.add(hash(row, count)));
  }

  private boolean isAscending() throws IOException {
    long[] last = {Long.MIN_VALUE};
    return file.readRows(
        row -> {
          long value =
              CsvFile.value(columns.get(0), row, 0) instanceof Number number
                  ? number.longValue()
                  : last[0];
          boolean ascends = value > last[0];
          last[0] = value;
          return ascends;
        });
  }

  private long hash(RawRow row, int count) {
    long hash = 0;
    for (int i = 0; i < count; i++) {
      Object value = CsvFile.value(columns.get(i), row, i);
      hash = SeenHashes.hash(hash, value == null ? "" : value.toString());
    }
    return hash;
  }
}
