package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The position of each column of a table in a record: as in the table, or as a header says. */
public final class ColumnOrder {
  private final Table table;

  /** By column of the table; negative if the file does not have the column. */
  private final int[] positions;

  private final int fieldCount;

  private ColumnOrder(Table table, int[] positions) {
    this.table = table;
    this.positions = positions;
    this.fieldCount = (int) Arrays.stream(positions).filter(position -> position >= 0).count();
  }

  /** The order of the table itself. */
  public static ColumnOrder of(Table table) {
    int[] positions = new int[table.columns().size()];
    Arrays.setAll(positions, i -> i);
    return new ColumnOrder(table, positions);
  }

  /**
   * The order that a header gives. Names are compared without case, outer blanks and invisible
   * characters; titles and aliases of columns are names too.
   *
   * @throws FileRefused if a name is unknown, repeated or missing
   */
  public static ColumnOrder ofHeader(Table table, RawRow header) {
    return new ColumnOrder(table, new HeaderNames(table, header).positions());
  }

  /** Position in the record, from 0, of a column; negative if the file does not have it. */
  int positionOf(int column) {
    return positions[column];
  }

  /** How many fields a record has. */
  int fieldCount() {
    return fieldCount;
  }

  /** The columns that the file has, in the order of the table. */
  List<String> names() {
    return IntStream.range(0, positions.length)
        .filter(column -> positions[column] >= 0)
        .mapToObj(table.columnNames()::get)
        .toList();
  }
}
