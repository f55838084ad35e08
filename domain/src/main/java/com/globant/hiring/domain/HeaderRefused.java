package com.globant.hiring.domain;

import org.jspecify.annotations.Nullable;

/** A header that does not name each column of its table exactly once; the file is refused whole. */
public final class HeaderRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How much of a name is shown. */
  private static final int SHOWN_CHARACTERS = 100;

  /** What is wrong with the header. */
  public enum Reason {
    UNKNOWN_COLUMN,
    DUPLICATE_COLUMN,
    MISSING_COLUMN
  }

  private final Reason reason;

  private HeaderRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  static HeaderRefused unknown(Table table, long line, @Nullable String name) {
    String shown = name == null ? "" : Undecodable.spelledOut(name);
    return new HeaderRefused(
        Reason.UNKNOWN_COLUMN,
        "line %d: the header names '%s', which is no column of %s; its columns are %s"
            .formatted(line, cut(shown), table.tableName(), columns(table)));
  }

  static HeaderRefused repeated(Table table, long line, int column) {
    return new HeaderRefused(
        Reason.DUPLICATE_COLUMN,
        "line %d: the header names '%s' more than once; name each column of %s once: %s"
            .formatted(
                line, table.columns().get(column).name(), table.tableName(), columns(table)));
  }

  static HeaderRefused missing(Table table, long line, int column) {
    return new HeaderRefused(
        Reason.MISSING_COLUMN,
        "line %d: the header does not name '%s'; name each column of %s once: %s"
            .formatted(
                line, table.columns().get(column).name(), table.tableName(), columns(table)));
  }

  private static String columns(Table table) {
    return String.join(", ", table.columnNames());
  }

  private static String cut(String name) {
    return name.codePointCount(0, name.length()) <= SHOWN_CHARACTERS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
  }
}
