package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * A refused row.
 *
 * @param line physical line on which the record starts, from 1; in JSON the number of the row
 * @param column the column at fault, or null where the record as a whole is
 * @param code why
 * @param value the value at fault, cut to {@link #SHOWN_CHARACTERS} characters; empty where it is
 *     missing, null where no single value is at fault
 * @param message what was wrong and what to do, for people
 * @param raw the whole record as it stands in the body
 */
public record RowRejected(
    long line,
    @Nullable String column,
    RowErrorCode code,
    @Nullable String value,
    String message,
    CharSequence raw)
    implements RowOutcome {

  /** How much of a value is shown; the whole of it is in {@link #raw()}. */
  public static final int SHOWN_CHARACTERS = 255;

  /** A refusal for one value, null where it is missing. */
  static RowRejected ofValue(
      RawRow row, Column column, RowErrorCode code, @Nullable String value, String message) {
    return new RowRejected(row.line(), column.name(), code, shown(value), message, row.raw());
  }

  /** A refusal of a whole record. */
  static RowRejected ofRecord(RawRow row, RowErrorCode code, String message) {
    return new RowRejected(row.line(), null, code, null, message, row.raw());
  }

  /** A row that only the table could refuse: its key is taken. */
  public static RowRejected duplicateKey(Row row, Table table) {
    String key = String.valueOf(row.key());
    String column = table.columns().get(Table.KEY).name();
    return new RowRejected(
        row.line(),
        column,
        RowErrorCode.DUPLICATE_KEY,
        key,
        "%s %s is already in %s or earlier in the file; remove one of them or load with on_duplicate=ignore or update"
            .formatted(column, key, table.name()),
        row.raw());
  }

  /** The same without the record, which holds on to the batch that it was read with. */
  public RowRejected withoutRaw() {
    return new RowRejected(line, column, code, value, message, "");
  }

  private static String shown(@Nullable String value) {
    if (value == null) {
      return "";
    }
    String readable = Undecodable.spelledOut(value);
    return readable.codePointCount(0, readable.length()) <= SHOWN_CHARACTERS
        ? readable
        : readable.substring(0, readable.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
  }
}
