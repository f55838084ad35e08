package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.Table;
import java.util.Arrays;

/** Where in a record each column of a table stands: as in the table, or as a header says. */
public final class ColumnOrder {
  private final int[] positions;

  private ColumnOrder(int[] positions) {
    this.positions = positions;
  }

  /** The order of the table itself. */
  public static ColumnOrder of(Table table) {
    int[] positions = new int[table.columns().size()];
    Arrays.setAll(positions, i -> i);
    return new ColumnOrder(positions);
  }

  /**
   * The order that a header gives. Names are compared without case, outer blanks and invisible
   * characters.
   *
   * @throws FileRefused if a name is unknown, repeated or missing
   */
  public static ColumnOrder ofHeader(Table table, RawRow header) {
    return new ColumnOrder(new HeaderNames(table, header).positions());
  }

  /** Position in the record, from 0, of a column. */
  int positionOf(int column) {
    return positions[column];
  }
}
