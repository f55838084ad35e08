package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;

/**
 * The type of a column, as in Table Schema. Reads the text of a field.
 *
 * <p>Immutable.
 */
public sealed interface ColumnType
    permits IntegerType,
        NumberType,
        StringType,
        BooleanType,
        DateType,
        TimeType,
        DatetimeType,
        YearType,
        YearMonthType,
        JsonType {

  /** The name of the type in Table Schema. */
  String typeName();

  /**
   * Reads a text that is not missing.
   *
   * @return the value, of the Java type that each type documents, or a {@link Fault}
   */
  Object parse(String text);

  /** A text that {@link #parse} reads as this value. */
  String format(Object value);

  /** What the database must hold. */
  Storage storage();

  /** Whether a text of blanks is a missing value: for all types but strings. */
  default boolean blankIsMissing() {
    return true;
  }

  /**
   * The type with the default notation, which reads the literals of a definition: a point before
   * decimals, ISO 8601 dates.
   */
  default ColumnType inDefaultNotation() {
    return this;
  }
}
