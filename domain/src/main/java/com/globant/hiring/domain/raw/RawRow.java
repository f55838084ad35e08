package com.globant.hiring.domain.raw;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, before any rule.
 *
 * <p>Null among the fields is a missing value ({@code ,,} in CSV, {@code null} in JSON); the empty
 * string is a value. Bytes that could not be decoded are in the fields as {@link Undecodable}
 * characters. Not to be changed after construction.
 */
public final class RawRow {
  private final long line;
  private final @Nullable String[] fields;
  private final int fieldCount;
  private final int filledCount;
  private final boolean malformed;
  private final CharSequence raw;

  /**
   * @param line physical line on which the record starts, from 1; in JSON the number of the row
   * @param fields the values; not copied
   * @param fieldCount how many fields the record has; {@code fields} need not hold all of them, but
   *     one more than the table has columns, so that a header with too many is recognised
   * @param filledCount how many fields there are up to the last that is not empty
   * @param malformed whether a closing quote was followed by more characters
   * @param raw the record as it is in the body
   */
  public RawRow(
      long line,
      @Nullable String[] fields,
      int fieldCount,
      int filledCount,
      boolean malformed,
      CharSequence raw) {
    this.line = line;
    this.fields = fields;
    this.fieldCount = fieldCount;
    this.filledCount = filledCount;
    this.malformed = malformed;
    this.raw = raw;
  }

  /** A well-formed record of exactly these fields. */
  public static RawRow of(long line, CharSequence raw, @Nullable String... fields) {
    int filled = fields.length;
    while (filled > 0 && (fields[filled - 1] == null || fields[filled - 1].isEmpty())) {
      filled--;
    }
    return new RawRow(line, fields, fields.length, filled, false, raw);
  }

  public long line() {
    return line;
  }

  public int fieldCount() {
    return fieldCount;
  }

  /** How many fields there are up to the last that is not empty. */
  public int filledCount() {
    return filledCount;
  }

  public boolean malformed() {
    return malformed;
  }

  public CharSequence raw() {
    return raw;
  }

  /**
   * @param index from 0, below the count of fields and of the table's columns
   */
  public @Nullable String field(int index) {
    return fields[index];
  }

  /** The fields that were kept: all of them, unless the record has more than its table. */
  public List<@Nullable String> fields() {
    return Arrays.asList(fields).subList(0, Math.min(fieldCount, fields.length));
  }

  @Override
  public String toString() {
    return "line " + line + ": " + raw;
  }
}
