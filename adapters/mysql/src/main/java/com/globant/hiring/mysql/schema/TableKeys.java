package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What loads may assume of the keys of a table as it is in the database. Immutable. */
public final class TableKeys {
  private final Map<String, Boolean> exact;
  private final List<List<String>> further;

  TableKeys(Table table, FoundTable found) {
    this.exact =
        table.columns().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    column -> column.name(),
                    column -> {
                      FoundColumn other = found.column(column.name());
                      // UUIDs and months are equal in any collation only if they are the same.
                      return column.type().storage().kind() == Storage.Kind.CHAR
                          || (other != null && other.isExact());
                    }));
    this.further =
        found.uniqueKeys().stream()
            .filter(key -> !key.isOf(table.definition().primaryKey()))
            .filter(key -> table.definition().uniqueKeys().stream().noneMatch(key::isOf))
            .map(FoundTable.Key::columns)
            .toList();
  }

  /**
   * Whether values of these columns are equal in the database only if they are the same: strings
   * without regard to their collation, such as {@code a} and {@code A}, and without padding.
   *
   * @param columns of the definition
   */
  public boolean isExact(List<String> columns) {
    return columns.stream().allMatch(column -> exact.getOrDefault(column, false));
  }

  /**
   * Unique keys that the owners have added, as the names of their columns in the database. Keys of
   * expressions and of parts of columns are not among them.
   */
  public List<List<String>> further() {
    return further;
  }
}
