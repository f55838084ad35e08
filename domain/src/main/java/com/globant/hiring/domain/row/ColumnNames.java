package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.text.Blanks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names that headers may use for the columns of a table: their names, aliases and titles. Names
 * are compared without case, outer blanks and invisible characters. If columns share one, the name
 * of a column comes before an alias of another, and an alias before a title.
 */
final class ColumnNames {
  /** No column has the name. */
  static final int UNKNOWN = -1;

  /** Several columns have it, for example as their title. */
  static final int AMBIGUOUS = -2;

  private final Map<String, Integer> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  ColumnNames(Table table) {
    addAll(table, column -> List.of(column.name()));
    addAll(table, Column::aliases);
    addAll(table, column -> column.title() == null ? List.of() : List.of(column.title()));
  }

  private void addAll(Table table, Function<Column, List<String>> kind) {
    Map<String, Integer> added = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < table.columns().size(); i++) {
      for (String name : kind.apply(table.columns().get(i))) {
        added.merge(
            plain(name), i, (first, second) -> first.equals(second) ? first : (Integer) AMBIGUOUS);
      }
    }
    added.remove("");
    added.forEach(columns::putIfAbsent);
  }

  /** The position of the column in its table, {@link #UNKNOWN} or {@link #AMBIGUOUS}. */
  int position(@Nullable String name) {
    return columns.getOrDefault(plain(name), UNKNOWN);
  }

  /** A name without what is invisible: outer blanks, byte order marks, zero-width characters. */
  static String plain(@Nullable String name) {
    if (name == null) {
      return "";
    }
    StringBuilder plain = new StringBuilder(name.length());
    name.codePoints()
        .filter(code -> Character.getType(code) != Character.FORMAT)
        .forEach(plain::appendCodePoint);
    return Blanks.strip(plain.toString());
  }
}
