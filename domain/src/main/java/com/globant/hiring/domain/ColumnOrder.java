package com.globant.hiring.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  /** Whether every field of a record names a column; case and outer blanks are ignored. */
  public static boolean isHeader(Table table, List<@Nullable String> fields) {
    return fields.stream().allMatch(field -> indexOf(table, field) >= 0);
  }

  /**
   * The order that a header gives.
   *
   * @throws HeaderRefused where a name is unknown, repeated or missing
   */
  public static ColumnOrder ofHeader(Table table, RawRow header) {
    int[] positions = new int[table.columns().size()];
    Arrays.fill(positions, -1);
    List<@Nullable String> fields = header.fields();
    for (int i = 0; i < fields.size(); i++) {
      int column = indexOf(table, fields.get(i));
      if (column < 0) {
        throw HeaderRefused.unknown(table, header.line(), fields.get(i));
      }
      if (positions[column] >= 0) {
        throw HeaderRefused.repeated(table, header.line(), column);
      }
      positions[column] = i;
    }
    for (int column = 0; column < positions.length; column++) {
      if (positions[column] < 0) {
        throw HeaderRefused.missing(table, header.line(), column);
      }
    }
    return new ColumnOrder(positions);
  }

  /** Position in the record, from 0, of a column. */
  int positionOf(int column) {
    return positions[column];
  }

  private static int indexOf(Table table, @Nullable String name) {
    return name == null ? -1 : table.columnNames().indexOf(trimmed(name).toLowerCase(Locale.ROOT));
  }

  private static String trimmed(String name) {
    int from = 0;
    int to = name.length();
    while (from < to && IntegerText.isBlank(name.charAt(from))) {
      from++;
    }
    while (to > from && IntegerText.isBlank(name.charAt(to - 1))) {
      to--;
    }
    return name.substring(from, to);
  }
}
