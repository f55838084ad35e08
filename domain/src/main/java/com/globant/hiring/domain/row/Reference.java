package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The rule that the values of a foreign key are in the table that it references. */
final class Reference {
  private final Table table;
  private final ForeignKey key;
  private final KeySet keys;

  /** Of the columns of the key, in the table. */
  private final int[] positions;

  Reference(Table table, ForeignKey key, KeySet keys) {
    this.table = table;
    this.key = key;
    this.keys = keys;
    this.positions = table.positions(key.columns());
  }

  /**
   * Checks those rows of a batch that were not refused yet. A row with a missing value in one of
   * the columns references nothing.
   *
   * @param outcomes of the batch; the refused ones are replaced
   */
  void check(List<RowOutcome> outcomes) {
    keys.lookUp(
        IntStream.range(0, outcomes.size())
            .mapToObj(outcomes::get)
            .filter(Row.class::isInstance)
            .map(row -> ((Row) row).key(positions))
            .filter(Objects::nonNull));
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Row row) {
        Object value = row.key(positions);
        if (value != null && !keys.contains(value)) {
          outcomes.set(i, RowRejected.unknownReference(row, table, key));
        }
      }
    }
  }
}
