package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.row.HeaderSearch;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from the first records of a body whether the first is a header, and whether another
 * delimiter would fit better.
 *
 * <p>Used by one thread, which passes it every record in turn.
 */
public final class FileStart {
  /** How many records are looked at. Later ones change nothing. */
  public static final int KEPT = 10;

  /** Longer records are not looked at. */
  private static final int KEPT_CHARS = 4096;

  private final Table table;
  private final @Nullable ColumnMapping columns;
  private final HeaderLine header;

  /** Whether the client did not say itself that there is a header. */
  private final boolean mayBeAbsent;

  private final HeaderSearch search;
  private final Delimiter delimiter;
  private final char quote;
  private final boolean csv;
  private final List<String> records = new ArrayList<>();
  private @Nullable ColumnOrder order;
  private boolean headerSeen;
  private boolean begun;

  /**
   * @param header whether a CSV file has one
   * @throws Refused if the request maps the columns of JSON
   */
  public FileStart(LoadRequest request, RawRows rows, HeaderLine header) {
    this.table = request.table();
    this.columns = request.columns();
    this.header = rows.inTableOrder() ? HeaderLine.ABSENT : header;
    this.mayBeAbsent = request.header() != HeaderLine.PRESENT;
    this.search = new HeaderSearch(table, columns);
    this.delimiter = rows.delimiter();
    this.quote = table.definition().dialect().quoteChar();
    this.csv = !rows.inTableOrder();
    if (columns != null && !csv) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER,
          "the body is JSON, whose keys name the columns of %s; leave out the list of columns, which is for CSV"
              .formatted(table.name()));
    }
  }

  /**
   * Takes the order of the columns from this record if it is the header; false if it is a row.
   *
   * @throws Refused if the header is wrong, or is not the first record
   */
  public boolean takeHeader(RawRow record) {
    boolean first = !begun;
    begun = true;
    if (csv && records.size() < KEPT && record.raw().length() <= KEPT_CHARS) {
      records.add(record.raw().toString());
    }
    try {
      boolean is =
          switch (header) {
            case PRESENT -> first;
            case ABSENT -> false;
            case AUTO -> search.isHeader(record);
          };
      if (is) {
        headerSeen = true;
        order = ColumnOrder.ofHeader(table, columns, record);
      } else if (first) {
        order = orderWithoutHeader();
      }
      return is;
    } catch (FileRefused refused) {
      String message = refused.getMessage() + delimiterHint();
      throw new Refused(
          RefusalCode.of(refused.reason()),
          mayBeAbsent ? message + "; if the file has no header, declare it absent" : message);
    }
  }

  private ColumnOrder orderWithoutHeader() {
    try {
      return ColumnOrder.withoutHeader(table, columns);
    } catch (FileRefused refused) {
      throw new Refused(RefusalCode.INVALID_PARAMETER, refused.detail());
    }
  }

  /** Advice for a refusal of all rows if another delimiter fits; else empty. */
  public String delimiterHint() {
    return Delimiter.fitting(records, expectedFields(), quote, delimiter)
        .map(
            fitting ->
                "; the fields seem to be separated by %s, so declare %s as the delimiter"
                    .formatted(fitting.plural(), fitting.word()))
        .orElse("");
  }

  private int expectedFields() {
    if (order != null) {
      return order.mostFields();
    }
    return columns == null ? table.columns().size() : columns.entries().size();
  }

  /** The order of the fields, known after the first record. */
  public ColumnOrder order() {
    return Objects.requireNonNull(order, "no record was read");
  }

  /** Whether there was a header. */
  public boolean headerSeen() {
    return headerSeen;
  }
}
