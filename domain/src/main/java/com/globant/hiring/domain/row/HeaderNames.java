package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Blanks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A record read as a header: which column each of its fields names. Names are compared without
 * case, outer blanks and invisible characters. Empty fields beyond the table's columns are passed
 * over.
 */
final class HeaderNames {
  private static final int UNKNOWN = -1;

  private final Table table;
  private final RawRow record;
  private final List<@Nullable String> fields;

  /** By field. */
  private final int[] columns;

  HeaderNames(Table table, RawRow record) {
    this.table = table;
    this.record = record;
    this.fields = withoutSurplus(record.fields(), table.columns().size());
    this.columns = new int[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = indexOf(table, plain(fields.get(i)));
    }
  }

  private static List<@Nullable String> withoutSurplus(
      List<@Nullable String> fields, int columnCount) {
    int count = fields.size();
    while (count > columnCount && plain(fields.get(count - 1)).isEmpty()) {
      count--;
    }
    return fields.subList(0, count);
  }

  /** Names of columns come before titles and aliases of others. */
  private static int indexOf(Table table, String name) {
    int column = indexOf(table, one -> one.name().equalsIgnoreCase(name));
    return column >= 0 || name.isEmpty()
        ? column
        : indexOf(
            table,
            one ->
                name.equalsIgnoreCase(one.title())
                    || one.aliases().stream().anyMatch(name::equalsIgnoreCase));
  }

  private static int indexOf(Table table, Predicate<Column> wanted) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (wanted.test(table.columns().get(i))) {
        return i;
      }
    }
    return UNKNOWN;
  }

  /** A name without what is invisible: outer blanks, byte order marks, zero-width characters. */
  private static String plain(@Nullable String field) {
    if (field == null) {
      return "";
    }
    StringBuilder plain = new StringBuilder(field.length());
    field
        .codePoints()
        .filter(code -> Character.getType(code) != Character.FORMAT)
        .forEach(plain::appendCodePoint);
    return Blanks.strip(plain.toString());
  }

  /** Whether at least one field names a column. */
  boolean nameAny() {
    return Arrays.stream(columns).anyMatch(column -> column >= 0);
  }

  /** Whether there is nothing but names of columns. */
  boolean nameNothingElse() {
    return Arrays.stream(columns).allMatch(column -> column >= 0);
  }

  /**
   * By column, the position of the field that names it.
   *
   * @throws FileRefused if a name is unknown, repeated or missing
   */
  int[] positions() {
    int[] positions = new int[table.columns().size()];
    Arrays.fill(positions, UNKNOWN);
    List<String> unknown = new ArrayList<>();
    List<String> repeated = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      if (column < 0) {
        unknown.add(shown(fields.get(i)));
      } else if (positions[column] >= 0) {
        repeated.add(table.columns().get(column).name());
      } else {
        positions[column] = i;
      }
    }
    List<String> missing = new ArrayList<>();
    boolean mayLack = table.definition().fieldsMatch().mayLackColumns();
    for (int column = 0; column < positions.length; column++) {
      if (positions[column] < 0 && !mayLack) {
        missing.add(table.columns().get(column).name());
      }
    }
    if (!unknown.isEmpty() || !repeated.isEmpty() || !missing.isEmpty()) {
      throw HeaderFaults.of(table, record.line(), unknown, repeated, missing);
    }
    return positions;
  }

  /** The name as it is in the file, or nothing if nothing of it is visible. */
  private static String shown(@Nullable String field) {
    return field == null || plain(field).isEmpty() ? "" : field;
  }
}
