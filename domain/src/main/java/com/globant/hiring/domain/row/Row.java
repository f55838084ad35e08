package com.globant.hiring.domain.row;

import com.globant.hiring.domain.type.ColumnType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that the rules accepted: one value a column, in the table's order.
 *
 * <p>Values are of the Java types of {@link ColumnType}, or null if they are missing. The key is
 * never null. Not to be changed after construction.
 */
public final class Row implements RowOutcome {
  private final @Nullable String file;
  private final long line;
  private final @Nullable Object[] values;
  private final CharSequence raw;

  Row(@Nullable String file, long line, @Nullable Object[] values, CharSequence raw) {
    this.file = file;
    this.line = line;
    this.values = values;
    this.raw = raw;
  }

  /** A row made by hand; the values are taken as they are. */
  public static Row of(long line, CharSequence raw, @Nullable Object... values) {
    return of(null, line, raw, values);
  }

  /** As {@link #of(long, CharSequence, Object...)}, of a file that is one of several. */
  public static Row of(
      @Nullable String file, long line, CharSequence raw, @Nullable Object... values) {
    return new Row(file, line, values.clone(), raw);
  }

  /** The name of the file that the row is in; null if a load has one file without a name. */
  public @Nullable String file() {
    return file;
  }

  public long line() {
    return line;
  }

  /** The record as it stood in the body, for the case that the row is refused later. */
  public CharSequence raw() {
    return raw;
  }

  /**
   * The values of a key, as {@link KeySet} takes them: the value, or a list of the values if the
   * key has several columns; null if one is missing.
   *
   * @param columns the positions of its columns in the table
   */
  public @Nullable Object key(int... columns) {
    if (columns.length == 1) {
      return values[columns[0]];
    }
    Object[] key = new Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      Object value = values[columns[i]];
      if (value == null) {
        return null;
      }
      key[i] = value;
    }
    return List.of(key);
  }

  public @Nullable Object value(int column) {
    return values[column];
  }

  public List<@Nullable Object> values() {
    return Arrays.asList(values.clone());
  }

  /** Whether any value is missing. */
  public boolean incomplete() {
    for (Object value : values) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "line " + line + ": " + Arrays.toString(values);
  }
}
