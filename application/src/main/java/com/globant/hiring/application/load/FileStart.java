package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.FileRefused;
import com.globant.hiring.domain.row.HeaderSearch;
import com.globant.hiring.domain.row.RawRow;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * What the first records of a body say of the others: whether the first is a header, and which, and
 * whether another delimiter would have fitted.
 *
 * <p>For one thread; every record is shown to it in turn.
 */
final class FileStart {
  /** How many records a delimiter must fit. */
  private static final int KEPT = 10;

  /** Longer records are not kept. */
  private static final int KEPT_CHARS = 4096;

  private final Table table;
  private final HeaderLine header;
  private final HeaderSearch search;
  private final Delimiter delimiter;
  private final boolean csv;
  private final List<String> records = new ArrayList<>();
  private ColumnOrder order;
  private boolean headerSeen;
  private boolean begun;

  FileStart(LoadRequest request, RowBatches batches) {
    this.table = request.table();
    this.header = header(request, batches);
    this.search = new HeaderSearch(table);
    this.delimiter = batches.delimiter();
    this.csv = !batches.inTableOrder();
    this.order = ColumnOrder.of(table);
  }

  private static HeaderLine header(LoadRequest request, RowBatches batches) {
    if (batches.inTableOrder()) {
      return HeaderLine.ABSENT;
    }
    HeaderLine asked = request.header();
    HeaderLine declared = batches.declaredHeader();
    if (asked != null) {
      return asked;
    }
    return declared == null ? HeaderLine.AUTO : declared;
  }

  /**
   * Whether this record is the header.
   *
   * @throws Refused where the header is not right, or is not the first record
   */
  boolean isHeader(RawRow record) {
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
        order = ColumnOrder.ofHeader(table, record);
      }
      return is;
    } catch (FileRefused refused) {
      String message = refused.getMessage() + delimiterHint();
      throw new Refused(
          RefusalCode.valueOf(refused.reason().name()),
          header == HeaderLine.AUTO
              ? message + "; if the file has no header, send header=absent"
              : message);
    }
  }

  /** What a refusal of all rows says besides; empty where there is nothing to say. */
  String delimiterHint() {
    return Delimiter.fitting(records, table.columns().size(), delimiter)
        .map(
            fitting ->
                "; the fields seem to be separated by %s, so send delimiter=%s"
                    .formatted(fitting.plural(), fitting.inQuery()))
        .orElse("");
  }

  /** In which order the fields stand. */
  ColumnOrder order() {
    return order;
  }

  /** Whether there was a header. */
  boolean headerSeen() {
    return headerSeen;
  }
}
