package com.globant.hiring.domain.table;

import java.util.List;

/**
 * Columns whose values together must be in another table, or in the same one. A row with a missing
 * value in one of them references nothing.
 *
 * @param columns of the table that has the key
 * @param table of the same schema
 * @param referencedColumns of that table, in the order of {@code columns}
 */
public record ForeignKey(List<String> columns, String table, List<String> referencedColumns) {
  public ForeignKey {
    columns = List.copyOf(columns);
    referencedColumns = List.copyOf(referencedColumns);
  }
}
