package com.globant.hiring.domain.row;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position of each column of a table in a record: as in the table, as a header says, or as a
 * {@link ColumnMapping} lists them. Fields that are no columns of the table are passed over.
 *
 * <p>Immutable.
 */
public final class ColumnOrder {
  private final String source;
  private final List<String> names;

  /** By column of the table; negative if the file does not have the column. */
  private final int[] positions;

  private final int fewestFields;

  /**
   * @param source what gives the order, for messages
   * @param names by field, for messages
   */
  private ColumnOrder(String source, List<String> names, int[] positions, int fewestFields) {
    this.source = source;
    this.names = List.copyOf(names);
    this.positions = positions;
    this.fewestFields = fewestFields;
  }

  /** The order of the table itself. */
  public static ColumnOrder of(Table table) {
    int[] positions = new int[table.columns().size()];
    Arrays.setAll(positions, i -> i);
    return new ColumnOrder(table.name(), table.columnNames(), positions, positions.length);
  }

  /**
   * The order of a file without a header: that of a mapping, or else of the table.
   *
   * @throws FileRefused if the mapping does not name a column that needs a value
   */
  public static ColumnOrder withoutHeader(Table table, @Nullable ColumnMapping mapping) {
    ColumnOrder order = unchecked(table, mapping);
    List<String> missing = new ArrayList<>();
    for (Column column : table.columns()) {
      if (order.positions[table.position(column.name())] < 0 && table.isRequired(column)) {
        missing.add(column.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new FileRefused(
          Reason.MISSING_COLUMN,
          "the file has no header, and the list of columns (%s) does not name %s of %s, which must have a value in each row; name each column of the file in its order, with a dash for one that is skipped"
              .formatted(HeaderFaults.list(order.names), HeaderFaults.list(missing), table.name()));
    }
    return order;
  }

  /** As {@link #withoutHeader}; columns that need a value may be missing. */
  static ColumnOrder unchecked(Table table, @Nullable ColumnMapping mapping) {
    if (mapping == null) {
      return of(table);
    }
    ColumnNames known = new ColumnNames(table);
    int[] positions = new int[table.columns().size()];
    Arrays.fill(positions, ColumnNames.UNKNOWN);
    List<String> names = new ArrayList<>();
    for (ColumnMapping.Entry entry : mapping.entries()) {
      int column = entry.column() == null ? ColumnNames.UNKNOWN : known.position(entry.column());
      if (column >= 0) {
        positions[column] = names.size();
      }
      names.add(Objects.requireNonNullElse(entry.column(), "-"));
    }
    return new ColumnOrder("the list of columns", names, positions, names.size());
  }

  /**
   * The order that a header gives. Names are compared without case, outer blanks and invisible
   * characters; titles and aliases of columns are names too. What a header may leave out, and what
   * it may have besides, is decided by the table's {@link
   * com.globant.hiring.domain.table.FieldsMatch}.
   *
   * @param mapping names that the file has in place of those of the table, or null
   * @throws FileRefused if a name is unknown, ambiguous, repeated or missing
   */
  public static ColumnOrder ofHeader(Table table, @Nullable ColumnMapping mapping, RawRow header) {
    HeaderNames names = new HeaderNames(table, new ColumnNames(table), mapping, header);
    int[] positions = names.positions();
    return new ColumnOrder("the header", names.names(), positions, names.fewestFields());
  }

  /** Position in the record, from 0, of a column; negative if the file does not have it. */
  int positionOf(int column) {
    return positions[column];
  }

  /** How many fields a record has at least. All columns are among them. */
  int fewestFields() {
    return fewestFields;
  }

  /** How many fields a record has at most, not counting empty ones at its end. */
  public int mostFields() {
    return names.size();
  }

  /** What gives the order: the table, the header or the list of columns. */
  String source() {
    return source;
  }

  /** The names of the fields for a message, of very many only the first. */
  public String names() {
    return HeaderFaults.list(names);
  }
}
