package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as text in the default format of LOAD DATA, in UTF-8: one line per row, tabs between values,
 * {@code \N} for NULL, a backslash before special characters. A new type of column needs one case
 * in {@link #value} and one in {@link #parsed}.
 *
 * <p>Source: MySQL's manual, "LOAD DATA Statement", "Field and Line Handling".
 */
final class RowText {
  private static final int MICROSECOND = 1000;
  private static final int FIRST_OF_TWO_BYTES = 0x80;
  private static final int LONGEST_INTEGER = "-9223372036854775808".length();
  private static final int LONGEST_MOMENT = "2021-11-07 02:48:42.123456".length();

  /** A larger buffer is not kept for the next batch. */
  private static final int MOST_KEPT = 1 << 20;

  private byte[] bytes = new byte[1 << 16];
  private int length;

  /** Adds the values of a row as one line. */
  void add(Row row, int columns) {
    for (int column = 0; column < columns; column++) {
      if (column > 0) {
        put('\t');
      }
      value(row.value(column));
    }
    put('\n');
  }

  /** Adds what a refusal of a row needs besides its values: its line number and its record. */
  void addOrigin(Row row) {
    integer(row.line());
    put('\t');
    text(row.raw());
    put('\n');
  }

  /** The text so far, until it is changed. */
  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  void clear() {
    length = 0;
    if (bytes.length > MOST_KEPT) {
      bytes = new byte[1 << 16];
    }
  }

  /**
   * Reads rows back.
   *
   * @param values written by {@link #add}
   * @param origins written by {@link #addOrigin} for the same rows
   */
  static List<Row> rows(Table table, ByteBuffer values, ByteBuffer origins) {
    RowFields fields = new RowFields(values);
    RowFields originFields = new RowFields(origins);
    List<Column> columns = table.columns();
    List<Row> rows = new ArrayList<>();
    while (originFields.hasMore()) {
      long line = Long.parseLong(originFields.required());
      String raw = originFields.required();
      @Nullable Object[] row = new Object[columns.size()];
      for (int column = 0; column < row.length; column++) {
        row[column] = parsed(columns.get(column).type().storage().kind(), fields.next());
      }
      rows.add(Row.of(line, raw, row));
    }
    return rows;
  }

  private static @Nullable Object parsed(Storage.Kind kind, @Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (kind) {
      case INT -> Integer.valueOf(text);
      case VARCHAR -> text;
      case DATETIME -> LocalDateTime.parse(text.replace(' ', 'T'));
      default -> throw new IllegalArgumentException("Columns of " + kind + " cannot be loaded");
    };
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      put('\\');
      put('N');
    } else if (value instanceof Integer number) {
      integer(number);
    } else if (value instanceof LocalDateTime moment) {
      moment(moment);
    } else {
      text((String) value);
    }
  }

  private void text(CharSequence text) {
    // An escaped character takes two bytes, any other one at most three.
    room(3 * text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_OF_TWO_BYTES) {
        escape(text.subSequence(i, text.length()).toString().getBytes(StandardCharsets.UTF_8));
        return;
      }
      escape((byte) c);
    }
  }

  private void escape(byte[] utf8) {
    for (byte b : utf8) {
      escape(b);
    }
  }

  private void escape(byte b) {
    switch (b) {
      case '\\', '\t', '\n' -> {
        bytes[length++] = '\\';
        bytes[length++] = b;
      }
      case 0 -> {
        bytes[length++] = '\\';
        bytes[length++] = '0';
      }
      default -> bytes[length++] = b;
    }
  }

  private void moment(LocalDateTime moment) {
    room(LONGEST_MOMENT);
    twoDigits(moment.getYear() / 100);
    twoDigits(moment.getYear() % 100);
    bytes[length++] = '-';
    twoDigits(moment.getMonthValue());
    bytes[length++] = '-';
    twoDigits(moment.getDayOfMonth());
    bytes[length++] = ' ';
    twoDigits(moment.getHour());
    bytes[length++] = ':';
    twoDigits(moment.getMinute());
    bytes[length++] = ':';
    twoDigits(moment.getSecond());
    int microseconds = moment.getNano() / MICROSECOND;
    if (microseconds > 0) {
      bytes[length++] = '.';
      twoDigits(microseconds / 10_000);
      twoDigits(microseconds / 100 % 100);
      twoDigits(microseconds % 100);
    }
  }

  private void twoDigits(int number) {
    bytes[length++] = (byte) ('0' + number / 10);
    bytes[length++] = (byte) ('0' + number % 10);
  }

  private void integer(long number) {
    room(LONGEST_INTEGER);
    // Negative, because Long.MIN_VALUE has no positive counterpart.
    long rest = Math.min(number, -number);
    int end = length + (number < 0 ? 1 : 0);
    for (long tenth = rest; tenth <= -10; tenth /= 10) {
      end++;
    }
    bytes[length] = '-';
    length = end + 1;
    for (int at = end; at == end || rest != 0; at--) {
      bytes[at] = (byte) ('0' - rest % 10);
      rest /= 10;
    }
  }

  private void put(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
