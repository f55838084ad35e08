package com.globant.hiring.domain.row;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A refused row.
 *
 * @param file the name of the file that the row is in; null if a load has one file without a name
 * @param line physical line on which the record starts, from 1; in JSON the number of the row
 * @param column the column at fault, or null if the whole record is
 * @param code why
 * @param value the value at fault, cut to {@link #SHOWN_CHARACTERS} characters; empty if it is
 *     missing, null if no single value is at fault
 * @param message what was wrong and what to do, for people
 * @param raw the whole record as it is in the body
 */
public record RowRejected(
    @Nullable String file,
    long line,
    @Nullable String column,
    RowErrorCode code,
    @Nullable String value,
    String message,
    CharSequence raw)
    implements RowOutcome {

  /** How much of a value is shown; the whole of it is in {@link #raw()}. */
  public static final int SHOWN_CHARACTERS = 255;

  /** A refused row of a file without a name. */
  public RowRejected(
      long line,
      @Nullable String column,
      RowErrorCode code,
      @Nullable String value,
      String message,
      CharSequence raw) {
    this(null, line, column, code, value, message, raw);
  }

  /** A refusal for one value, which is null if it is missing. */
  static RowRejected ofValue(
      RawRow row, String column, RowErrorCode code, @Nullable String value, String message) {
    return new RowRejected(row.line(), column, code, shown(value), message, row.raw());
  }

  /** A refusal of a whole record. */
  static RowRejected ofRecord(RawRow row, RowErrorCode code, String message) {
    return new RowRejected(row.line(), null, code, null, message, row.raw());
  }

  /** A row whose primary key is in the table or earlier in the file. */
  public static RowRejected duplicateKey(Row row, Table table) {
    return taken(
        row, table, table.primaryKey(), RowErrorCode.DUPLICATE_KEY, "; remove one of them");
  }

  /**
   * A row whose values of a unique key are in the table or earlier in the file.
   *
   * @param columns of the unique key
   */
  public static RowRejected notUnique(Row row, Table table, List<Column> columns) {
    return taken(row, table, columns, RowErrorCode.NOT_UNIQUE, "; remove one of them");
  }

  /**
   * A row whose values of a unique index are in the table or earlier in the file.
   *
   * @param index the name of the index, which the definition of the table does not have
   */
  public static RowRejected notUniqueIn(Row row, String index) {
    return new RowRejected(
        row.file(),
        row.line(),
        null,
        RowErrorCode.NOT_UNIQUE,
        null,
        "the table has a row with the same values in its unique index %s; remove one of them"
            .formatted(index),
        row.raw());
  }

  /**
   * A row that references a row which does not exist.
   *
   * @param table of the row
   * @param key of {@code table}; each of its columns has a value
   */
  public static RowRejected unknownReference(Row row, Table table, ForeignKey key) {
    String names = String.join(", ", key.columns());
    String values = values(row, table, key.columns());
    return new RowRejected(
        row.file(),
        row.line(),
        names,
        RowErrorCode.UNKNOWN_REFERENCE,
        shown(values),
        "%s %s is not in %s; %s"
            .formatted(
                names,
                shown(values),
                key.table(),
                key.table().equals(table.name())
                    ? "add the row to the file"
                    : "load it there first"),
        row.raw());
  }

  private static RowRejected taken(
      Row row, Table table, List<Column> columns, RowErrorCode code, String advice) {
    List<String> columnNames = columns.stream().map(Column::name).toList();
    String names = String.join(", ", columnNames);
    String values = values(row, table, columnNames);
    return new RowRejected(
        row.file(),
        row.line(),
        names,
        code,
        shown(values),
        "%s %s is already in %s or earlier in the file%s"
            .formatted(names, shown(values), table.name(), advice),
        row.raw());
  }

  private static String values(Row row, Table table, List<String> columns) {
    return columns.stream()
        .mapToInt(table::position)
        .mapToObj(position -> text(table.columns().get(position), row.value(position)))
        .collect(Collectors.joining(", "));
  }

  private static String text(Column column, @Nullable Object value) {
    return value == null ? "" : column.type().format(value);
  }

  /** The same without the record, which would keep its whole batch in memory. */
  public RowRejected withoutRaw() {
    return new RowRejected(file, line, column, code, value, message, "");
  }

  /** The same in a file. */
  RowRejected in(String name) {
    return new RowRejected(name, line, column, code, value, message, raw);
  }

  private static String shown(@Nullable String value) {
    return value == null ? "" : Undecodable.shown(value, SHOWN_CHARACTERS);
  }
}
