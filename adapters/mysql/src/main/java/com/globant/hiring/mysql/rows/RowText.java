package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows as LOAD DATA reads them where it is told nothing else: a line each, tabs between values,
 * {@code \N} for NULL, a backslash before what would be taken for one of these. In UTF-8.
 *
 * <p>Source: MySQL's manual, "LOAD DATA Statement", "Field and Line Handling".
 */
public final class RowText {
  private static final int PIECE = 1 << 16;
  private static final int MICROSECOND = 1000;
  private static final int FIRST_OF_TWO_BYTES = 0x80;
  private static final int LONGEST_INTEGER = "-2147483648".length();
  private static final int LONGEST_MOMENT = "2021-11-07 02:48:42.123456".length();

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

  /**
   * Writes the rows into a file in place of what it has from there on. It must be there, and is not
   * emptied first, after which ext4 would write it to the disk at once.
   *
   * @param start the byte of the file at which they begin
   * @return how many bytes they are
   */
  long writeTo(Path file, long start) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.position(start);
      for (int from = 0; from < length; ) {
        // In pieces, as each thread keeps a buffer outside of the heap for the largest.
        from += channel.write(ByteBuffer.wrap(bytes, from, Math.min(PIECE, length - from)));
      }
      channel.truncate(start + length);
    }
    return length;
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
      integer(number);
    } else if (value instanceof LocalDateTime moment) {
      moment(moment);
    } else {
      text((String) value);
    }
  }

  private void text(String text) {
    // An escaped character takes two bytes, any other one at most three.
    room(3 * text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_OF_TWO_BYTES) {
        escape(text.substring(i).getBytes(StandardCharsets.UTF_8));
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

  private void integer(int number) {
    room(LONGEST_INTEGER);
    // Counted below zero, where there is one more number than above.
    int rest = Math.min(number, -number);
    int end = length + (number < 0 ? 1 : 0);
    for (int tenth = rest; tenth <= -10; tenth /= 10) {
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
