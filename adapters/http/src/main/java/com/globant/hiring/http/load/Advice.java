package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters and headers of a request help with a refusal. The messages of the domain say
 * what is wrong and what to do; these texts are added to them.
 *
 * @param json whether the body is JSON; false if unknown
 */
record Advice(LoadRequest request, boolean json) {

  /** The message about a refused row, with advice. */
  String message(RowRejected row) {
    return row.message() + forRow(row);
  }

  private String forRow(RowRejected row) {
    return switch (row.code()) {
      case REQUIRED ->
          request.missing() == MissingValues.REJECT && mayBeNull(request.table(), row.column())
              ? ", or load with missing=null to store NULL"
              : "";
      case DUPLICATE_KEY -> ", or load with on_duplicate=ignore or update";
      case INVALID_ENCODING ->
          ", as in Content-Type: text/csv; charset=windows-1252 (without a charset, a byte order mark decides, then the encoding of the table, else it is UTF-8)";
      default -> "";
    };
  }

  private static boolean mayBeNull(Table table, @Nullable String column) {
    return table.columns().stream()
        .anyMatch(each -> each.name().equals(column) && !table.isRequired(each));
  }

  /** The detail of a refused load, with advice. */
  String detail(RefusalCode code, String detail) {
    return detail + forLoad(code);
  }

  private String forLoad(RefusalCode code) {
    return switch (code) {
      case DUPLICATE_COLUMN, UNKNOWN_COLUMN, MISSING_COLUMN ->
          !json && (request.header() == null || request.header() == HeaderLine.AUTO)
              ? " (header=absent)"
              : "";
      case ABORTED_ON_ERROR -> "; the request has on_error=abort";
      case TOO_MANY_ERRORS -> "; the request has max_errors=%d".formatted(request.maxErrors());
      case REFERENCED_ROWS, TRANSACTION_TOO_LARGE -> " (append=true)";
      case CASCADING_FOREIGN_KEY -> "; to append, send append=true and on_duplicate=update";
      default -> "";
    };
  }
}
