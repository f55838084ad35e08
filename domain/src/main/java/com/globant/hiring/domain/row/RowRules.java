package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ColumnType;
import com.globant.hiring.domain.table.Table;
import java.time.LocalDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a table's rows.
 *
 * <p>A row is refused for the first thing that is wrong with it: the record (quotes, number of
 * fields), then its columns in the table's order, then its references in the same order. Keys that
 * are taken are the table's to refuse, see {@link RowRejected#duplicateKey}.
 *
 * <p>Immutable; may be used by several threads when the key sets may.
 */
public final class RowRules {
  /** Most characters (Unicode code points) of a STRING. */
  public static final int MAX_STRING_LENGTH = 255;

  /** The years that MySQL's DATETIME supports. */
  public static final int FIRST_YEAR = 1000;

  public static final int LAST_YEAR = 9999;

  private final Table table;
  private final Delimiter delimiter;
  private final Column[] columns;
  private final ColumnOrder order;
  private final MissingValues missing;
  private final @Nullable KeySet[] references;

  /** The rules of a file that is separated by commas. */
  public RowRules(
      Table table, ColumnOrder order, MissingValues missing, Map<Table, KeySet> references) {
    this(table, order, missing, references, Delimiter.COMMA);
  }

  /**
   * @param references the keys of every table that {@code table} references
   * @param delimiter of the file, for messages
   */
  public RowRules(
      Table table,
      ColumnOrder order,
      MissingValues missing,
      Map<Table, KeySet> references,
      Delimiter delimiter) {
    this.table = table;
    this.delimiter = delimiter;
    this.columns = table.columns().toArray(new Column[0]);
    this.order = order;
    this.missing = missing;
    this.references = new KeySet[columns.length];
    for (int i = 0; i < columns.length; i++) {
      String referenced = columns[i].references();
      if (referenced != null) {
        this.references[i] =
            table
                .schema()
                .table(referenced)
                .map(references::get)
                .orElseThrow(() -> new IllegalArgumentException("No keys of " + referenced));
      }
    }
  }

  /** Accepts or refuses a row. */
  public RowOutcome check(RawRow raw) {
    if (raw.malformed()) {
      return RowRejected.ofRecord(
          raw,
          RowErrorCode.MALFORMED,
          "characters follow a closing quote; put the whole field in quotes and double the quotes inside it");
    }
    if (raw.fieldCount() != columns.length) {
      return wrongFieldCount(raw);
    }
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      String field = raw.field(order.positionOf(i));
      if (field == null || isMissing(columns[i], field)) {
        if (i == Table.KEY || missing == MissingValues.REJECT) {
          return required(raw, columns[i], i == Table.KEY);
        }
      } else {
        Object value = read(raw, columns[i], field);
        if (value instanceof RowRejected rejected) {
          return rejected;
        }
        values[i] = value;
      }
    }
    RowRejected unknown = unknownReference(raw, values);
    return unknown == null ? new Row(raw.line(), values, raw.raw()) : unknown;
  }

  /** Where no text can stand, a text without any character but blanks is no value. */
  private static boolean isMissing(Column column, String field) {
    return column.type() != ColumnType.STRING
        && (field.isEmpty() || (IntegerText.isBlank(field.charAt(0)) && Blanks.only(field)));
  }

  private RowRejected wrongFieldCount(RawRow raw) {
    boolean few = raw.fieldCount() < columns.length;
    return RowRejected.ofRecord(
        raw,
        few ? RowErrorCode.TOO_FEW_FIELDS : RowErrorCode.TOO_MANY_FIELDS,
        "the row has %s where %s has %d columns (%s); %s"
            .formatted(
                raw.fieldCount() == 1 ? "1 field" : raw.fieldCount() + " fields",
                table.name(),
                columns.length,
                String.join(", ", table.columnNames()),
                few
                    ? "separate the fields by %s and leave a missing one empty"
                        .formatted(delimiter.plural())
                    : "put fields that hold %s in double quotes".formatted(delimiter.plural())));
  }

  private static RowRejected required(RawRow raw, Column column, boolean key) {
    return RowRejected.ofValue(
        raw,
        column,
        RowErrorCode.REQUIRED,
        null,
        key
            ? column.name() + " is the key and is empty; give every row its key"
            : column.name() + " is empty; give a value, or load with missing=null to store NULL");
  }

  /** The value, or the refusal. Bytes that are no characters come before anything else. */
  private static Object read(RawRow raw, Column column, String field) {
    Object value =
        switch (column.type()) {
          case INTEGER -> integer(raw, column, field);
          case STRING -> string(raw, column, field);
          case TIMESTAMP -> timestamp(raw, column, field);
        };
    // What was read as a number or a moment is ASCII, so there is no need to look.
    return (value instanceof RowRejected || value instanceof String) && Undecodable.isIn(field)
        ? undecodable(raw, column, field)
        : value;
  }

  private static RowRejected undecodable(RawRow raw, Column column, String field) {
    return RowRejected.ofValue(
        raw,
        column,
        RowErrorCode.INVALID_ENCODING,
        field,
        column.name()
            + " holds bytes that are no characters in the charset of the body (that of its byte order mark, else of Content-Type, else UTF-8); name the file's charset, as in Content-Type: text/csv; charset=windows-1252");
  }

  private static Object integer(RawRow raw, Column column, String field) {
    long value = IntegerText.read(field);
    if (value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE) {
      return (int) value;
    }
    if (value == IntegerText.OUT_OF_RANGE) {
      return RowRejected.ofValue(
          raw,
          column,
          RowErrorCode.OUT_OF_RANGE,
          field,
          "%s must be between %d and %d"
              .formatted(column.name(), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    String fault = "is not an integer; write digits with an optional sign, as in 42";
    if (value == IntegerText.FRACTION) {
      fault = "has a fraction; write a whole number, as in 42";
    } else if (value == IntegerText.GROUPED) {
      fault = "may be thousands or have a fraction; write digits alone, as in 42";
    }
    return RowRejected.ofValue(
        raw, column, RowErrorCode.INVALID_INTEGER, field, column.name() + " " + fault);
  }

  private static Object string(RawRow raw, Column column, String field) {
    if (field.length() > MAX_STRING_LENGTH) {
      int length = field.codePointCount(0, field.length());
      if (length > MAX_STRING_LENGTH) {
        return RowRejected.ofValue(
            raw,
            column,
            RowErrorCode.TOO_LONG,
            field,
            "%s has %d characters, at most %d are kept; shorten it"
                .formatted(column.name(), length, MAX_STRING_LENGTH));
      }
    }
    return field;
  }

  private static Object timestamp(RawRow raw, Column column, String field) {
    LocalDateTime moment = TimestampText.read(field);
    if (moment == null) {
      return RowRejected.ofValue(
          raw,
          column,
          RowErrorCode.INVALID_DATETIME,
          field,
          column.name() + " " + TimestampText.fault(field));
    }
    if (moment.getYear() < FIRST_YEAR || moment.getYear() > LAST_YEAR) {
      return RowRejected.ofValue(
          raw,
          column,
          RowErrorCode.OUT_OF_RANGE,
          field,
          "%s must be in the years %d to %d (UTC)".formatted(column.name(), FIRST_YEAR, LAST_YEAR));
    }
    return moment;
  }

  private @Nullable RowRejected unknownReference(RawRow raw, @Nullable Object[] values) {
    for (int i = 0; i < columns.length; i++) {
      KeySet keys = references[i];
      if (keys != null && values[i] instanceof Integer key && !keys.contains(key)) {
        return RowRejected.ofValue(
            raw,
            columns[i],
            RowErrorCode.UNKNOWN_REFERENCE,
            raw.field(order.positionOf(i)),
            "%s %d is not in %s; load it there first"
                .formatted(columns[i].name(), key, columns[i].references()));
      }
    }
    return null;
  }
}
