package com.globant.hiring.domain.row;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.row.ColumnMapping.Entry;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record read as a header: which column each of its fields names, by a mapping if it has the
 * name, else by {@link ColumnNames}. Empty fields beyond the table's columns are passed over.
 */
final class HeaderNames {
  /** The column of a field that the mapping skips. */
  private static final int SKIPPED = -3;

  private final Table table;
  private final boolean mayLackColumns;
  private final boolean mayHaveMoreColumns;
  private final RawRow record;
  private final List<@Nullable String> fields;

  /** By plain name; the columns of the mapping that no field has named yet. */
  private final Map<String, Entry> unused = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** By field. */
  private final int[] columns;

  /**
   * @param names of the table's columns
   */
  HeaderNames(Table table, ColumnNames names, @Nullable ColumnMapping mapping, RawRow record) {
    this.table = table;
    FieldsMatch match = table.definition().fieldsMatch();
    // A client that lists the columns of its file says which of the table's it does not have.
    this.mayLackColumns = mapping != null || match.mayLackColumns();
    this.mayHaveMoreColumns = match.mayHaveMoreColumns();
    this.record = record;
    Map<String, Entry> mapped = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Entry entry : mapping == null ? List.<Entry>of() : mapping.entries()) {
      String name = entry.nameInHeader();
      mapped.put(name == null ? "-" : ColumnNames.plain(name), entry);
    }
    unused.putAll(mapped);
    boolean mayHaveUnnamed = mayHaveMoreColumns || mapped.containsKey("");
    this.fields = mayHaveUnnamed ? record.fields() : withoutSurplus(record.fields());
    this.columns = new int[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      String name = ColumnNames.plain(fields.get(i));
      Entry entry = mapped.get(name);
      unused.remove(name);
      if (entry == null) {
        columns[i] = names.position(name);
      } else {
        columns[i] = entry.column() == null ? SKIPPED : names.position(entry.column());
      }
    }
  }

  /** Empty names at the end count only if they may be those of columns. */
  private List<@Nullable String> withoutSurplus(List<@Nullable String> all) {
    int least = mayLackColumns ? 1 : table.columns().size();
    int count = all.size();
    while (count > least && ColumnNames.plain(all.get(count - 1)).isEmpty()) {
      count--;
    }
    return all.subList(0, count);
  }

  /** Whether at least one field names a column, or one that the mapping has. */
  boolean nameAny() {
    return Arrays.stream(columns).anyMatch(column -> column >= 0 || column == SKIPPED);
  }

  /** Whether there is nothing but such names. */
  boolean nameNothingElse() {
    return Arrays.stream(columns).allMatch(column -> column >= 0 || column == SKIPPED);
  }

  /**
   * By column, the position of the field that names it.
   *
   * @throws FileRefused if a name is unknown, repeated or missing
   */
  int[] positions() {
    int[] positions = new int[table.columns().size()];
    Arrays.fill(positions, ColumnNames.UNKNOWN);
    HeaderFaults faults = new HeaderFaults(table, record.line());
    boolean none = Arrays.stream(columns).allMatch(column -> column < 0);
    boolean mayHaveMore = mayHaveMoreColumns && !none;
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      if (column == ColumnNames.AMBIGUOUS) {
        faults.ambiguous(shown(fields.get(i)));
      } else if (column == ColumnNames.UNKNOWN) {
        if (!mayHaveMore) {
          faults.unknown(shown(fields.get(i)));
        }
      } else if (column >= 0 && positions[column] >= 0) {
        faults.repeated(table.columns().get(column).name());
      } else if (column >= 0) {
        positions[column] = i;
      }
    }
    for (int column = 0; column < positions.length; column++) {
      if (positions[column] < 0
          && (none || !mayLackColumns || table.isRequired(table.columns().get(column)))) {
        faults.missing(table.columns().get(column).name());
      }
    }
    unused.values().forEach(entry -> faults.notInHeader(shown(entry)));
    if (record.filledCount() > record.fields().size()) {
      faults.tooWide(record.filledCount(), record.fields().size());
    }
    faults.refuseIfAny();
    return positions;
  }

  /** How many fields records must have: up to the last with a name, of which there is one. */
  int fewestFields() {
    int count = fields.size();
    while (columns[count - 1] < 0 && ColumnNames.plain(fields.get(count - 1)).isEmpty()) {
      count--;
    }
    return count;
  }

  /** The names, each that of a column if it is one. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      names.add(columns[i] >= 0 ? table.columnNames().get(columns[i]) : shown(fields.get(i)));
    }
    return names;
  }

  private static String shown(Entry entry) {
    String name = entry.nameInHeader();
    return name == null ? "-" : shown(name);
  }

  /** The name as it is in the file, or nothing if nothing of it is visible. */
  private static String shown(@Nullable String field) {
    return field == null || ColumnNames.plain(field).isEmpty() ? "" : field;
  }
}
