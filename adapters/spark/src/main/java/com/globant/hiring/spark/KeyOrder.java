package com.globant.hiring.spark;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import java.util.List;

/** What the primary key of a table is like. */
final class KeyOrder {
  private KeyOrder() {}

  /** The positions of the columns of the primary key; none if there is no key. */
  static int[] positions(Table table) {
    return table.positions(names(table));
  }

  static List<String> names(Table table) {
    return table.primaryKey().stream().map(Column::name).toList();
  }

  static boolean exists(Table table) {
    return !table.primaryKey().isEmpty();
  }

  /** Whether each key is one whole number. */
  static boolean hasNumbers(Table table) {
    return table.primaryKey().size() == 1
        && switch (table.primaryKey().get(0).type().storage().kind()) {
          case SMALLINT, INT, BIGINT -> true;
          default -> false;
        };
  }
}
