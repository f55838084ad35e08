package com.globant.hiring.domain.row;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the header of a file whose sender did not say whether it has one.
 *
 * <p>A record looks like a header if it names nothing but columns, or names at least one and cannot
 * be a row. What a {@link ColumnMapping} names are columns too. The first record may be a header.
 * As long as no record could be a row, a later one among the first ten that looks like a header
 * means that something else stands above it, and the file is refused: read as rows, its columns
 * could be confused.
 *
 * <p>For one thread; asked for each record in turn.
 */
public final class HeaderSearch {
  private static final int RECORDS = 10;

  private final Table table;
  private final ColumnNames names;
  private final @Nullable ColumnMapping mapping;
  private final RowRules rules;
  private int seen;
  private long firstLine;
  private boolean over;

  /**
   * @param mapping names that the file has in place of those of the table, or null
   */
  public HeaderSearch(Table table, @Nullable ColumnMapping mapping) {
    this.table = table;
    this.names = new ColumnNames(table);
    this.mapping = mapping;
    // Whether a value fits its column does not depend on the load or on other tables.
    this.rules =
        RowRules.ofValues(table, ColumnOrder.unchecked(table, mapping), MissingValues.NULL);
  }

  /**
   * Whether this record, the first of the file, is its header; false for every later record.
   *
   * @throws FileRefused if a later record is the header
   */
  public boolean isHeader(RawRow record) {
    if (over) {
      return false;
    }
    seen++;
    boolean row = rules.checkValues(record) instanceof Row;
    boolean header = looksLikeHeader(record, row);
    over = row || header || seen == RECORDS;
    if (seen == 1) {
      firstLine = record.line();
    } else if (header) {
      throw HeaderFaults.late(table, firstLine, record.line());
    }
    return header;
  }

  private boolean looksLikeHeader(RawRow record, boolean row) {
    HeaderNames header = new HeaderNames(table, names, mapping, record);
    return header.nameNothingElse() || (!row && header.nameAny());
  }
}
