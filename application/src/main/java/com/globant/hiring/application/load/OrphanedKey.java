package com.globant.hiring.application.load;

import com.globant.hiring.domain.table.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A key that rows reference and that the loaded table does not have.
 *
 * @param columns of the loaded table
 * @param values one a column
 */
public record OrphanedKey(List<Column> columns, List<Object> values) {
  public OrphanedKey {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }

  /** The names of its columns. */
  String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** The values as in a file; several are in brackets. */
  String text() {
    String text =
        IntStream.range(0, values.size())
            .mapToObj(i -> columns.get(i).type().format(values.get(i)))
            .collect(Collectors.joining(", "));
    return values.size() == 1 ? text : "(" + text + ")";
  }
}
