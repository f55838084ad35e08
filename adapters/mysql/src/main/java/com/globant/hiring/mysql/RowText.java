package com.globant.hiring.mysql;

import com.globant.hiring.domain.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows as LOAD DATA reads them where it is told nothing else: a line each, tabs between values,
 * {@code \N} for NULL, a backslash before what would be taken for one of these. In UTF-8.
 *
 * <p>Source: MySQL's manual, "LOAD DATA Statement", "Field and Line Handling".
 */
final class RowText {
  private static final int MICROSECOND = 1000;

  private byte[] bytes = new byte[1 << 16];
  private int length;

  /** Adds a row as one line. */
  void add(Row row, int columns) {
    for (int column = 0; column < columns; column++) {
      if (column > 0) {
        put('\t');
      }
      value(row.value(column));
    }
    put('\n');
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /** Forgets all rows, to be used again. */
  void clear() {
    length = 0;
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      put('\\');
      put('N');
    } else if (value instanceof Integer number) {
      ascii(number.toString());
    } else if (value instanceof LocalDateTime moment) {
      moment(moment);
    } else {
      text((String) value);
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    room(2 * utf8.length);
    for (byte b : utf8) {
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
  }

  private void moment(LocalDateTime moment) {
    digits(moment.getYear(), 4);
    put('-');
    digits(moment.getMonthValue(), 2);
    put('-');
    digits(moment.getDayOfMonth(), 2);
    put(' ');
    digits(moment.getHour(), 2);
    put(':');
    digits(moment.getMinute(), 2);
    put(':');
    digits(moment.getSecond(), 2);
    int microseconds = moment.getNano() / MICROSECOND;
    if (microseconds > 0) {
      put('.');
      digits(microseconds, 6);
    }
  }

  private void digits(int number, int count) {
    room(count);
    int rest = number;
    for (int at = length + count - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
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
