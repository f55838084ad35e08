package com.globant.hiring.csv.loaddata;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
public final class RowText {
  private static final int MICROSECOND = 1000;
  private static final int LONGEST_INTEGER = "-9223372036854775808".length();
  private static final int LONGEST_DATE = "2021-11-07".length();
  private static final int LONGEST_TIME = "02:48:42.123456".length();
  private static final int MOST_DIGITS_OF_LONG = 18;
  private static final long[] TEN_TO_THE = new long[MOST_DIGITS_OF_LONG + 1];

  static {
    TEN_TO_THE[0] = 1;
    for (int i = 1; i < TEN_TO_THE.length; i++) {
      TEN_TO_THE[i] = 10 * TEN_TO_THE[i - 1];
    }
  }

  /** A larger buffer is not kept for the next batch. */
  private static final int MOST_KEPT = 1 << 20;

  private static final byte[] NOTHING = {};

  /** Stands for the length of its name if a row has no file. */
  private static final int NO_FILE = -1;

  private byte[] bytes = new byte[1 << 16];
  private int length;

  /** The file of the last origin. */
  private @Nullable String file;

  /** Adds the values of a row as one line. */
  public void add(Row row, int columns) {
    for (int column = 0; column < columns; column++) {
      if (column > 0) {
        put('\t');
      }
      value(row.value(column));
    }
    put('\n');
  }

  /**
   * Adds what a refusal of a row needs besides its values: its line number, its file and its
   * record. The file is empty if it is that of the row before.
   */
  public void addOrigin(Row row) {
    String name = row.file();
    byte[] named =
        name == null || name.equals(file) ? NOTHING : name.getBytes(StandardCharsets.UTF_8);
    int nameLength = name == null ? NO_FILE : named.length;
    file = name;
    byte[] raw = row.raw().toString().getBytes(StandardCharsets.UTF_8);
    int size = Long.BYTES + 2 * Integer.BYTES + named.length + raw.length;
    room(size);
    ByteBuffer.wrap(bytes, length, size)
        .putLong(row.line())
        .putInt(nameLength)
        .put(named)
        .putInt(raw.length)
        .put(raw);
    length += size;
  }

  /** The text so far, until it is changed. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  public void clear() {
    length = 0;
    file = null;
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
  public static List<Row> rows(Table table, ByteBuffer values, ByteBuffer origins) {
    RowFields fields = new RowFields(values);
    List<Column> columns = table.columns();
    List<Row> rows = new ArrayList<>();
    String file = null;
    while (origins.hasRemaining()) {
      long line = origins.getLong();
      int nameLength = origins.getInt();
      if (nameLength == NO_FILE) {
        file = null;
      } else if (nameLength > 0) {
        file = text(origins, nameLength);
      }
      String raw = text(origins, origins.getInt());
      @Nullable Object[] row = new Object[columns.size()];
      for (int column = 0; column < row.length; column++) {
        row[column] = parsed(columns.get(column).type().storage().kind(), fields.next());
      }
      rows.add(Row.of(file, line, raw, row));
    }
    return rows;
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The value that a column of this kind has, as text; the server writes values like this too. */
  public static @Nullable Object parsed(Storage.Kind kind, @Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (kind) {
      case SMALLINT, INT -> Integer.valueOf(text);
      case BIGINT -> Long.valueOf(text);
      case DECIMAL -> new BigDecimal(text);
      case DOUBLE -> Double.valueOf(text);
      case BOOLEAN -> text.equals("1");
      case CHAR, VARCHAR, TEXT, JSON -> text;
      case DATE -> LocalDate.parse(text);
      case TIME -> LocalTime.parse(text);
      case DATETIME -> LocalDateTime.parse(text.replace(' ', 'T'));
    };
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      put('\\');
      put('N');
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof Integer number) {
      integer(number);
    } else if (value instanceof LocalDateTime moment) {
      date(moment.toLocalDate());
      put(' ');
      time(moment.toLocalTime());
    } else if (value instanceof BigDecimal number) {
      decimal(number);
    } else if (value instanceof LocalDate date) {
      date(date);
    } else if (value instanceof Boolean truth) {
      put(truth ? '1' : '0');
    } else if (value instanceof Long number) {
      integer(number);
    } else if (value instanceof LocalTime time) {
      time(time);
    } else {
      text(((Double) value).toString());
    }
  }

  /** Nearly all decimals have so few digits that they are a long without its point. */
  private void decimal(BigDecimal number) {
    int scale = number.scale();
    if (number.precision() > MOST_DIGITS_OF_LONG || scale < 0 || scale > MOST_DIGITS_OF_LONG) {
      text(number.toPlainString());
      return;
    }
    long digits = number.scaleByPowerOfTen(scale).longValue();
    if (scale == 0) {
      integer(digits);
      return;
    }
    long one = TEN_TO_THE[scale];
    if (digits < 0) {
      put('-');
    }
    integer(Math.abs(digits / one));
    put('.');
    room(scale);
    long rest = Math.abs(digits % one);
    for (int at = length + scale - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += scale;
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    // An escaped character takes two bytes.
    room(2 * utf8.length);
    int copied = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b <= '\\' && (b == '\\' || b == '\t' || b == '\n' || b == 0)) {
        copy(utf8, copied, i);
        bytes[length++] = '\\';
        bytes[length++] = b == 0 ? (byte) '0' : b;
        copied = i + 1;
      }
    }
    copy(utf8, copied, utf8.length);
  }

  private void copy(byte[] from, int start, int end) {
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
  }

  private void date(LocalDate date) {
    room(LONGEST_DATE);
    twoDigits(date.getYear() / 100);
    twoDigits(date.getYear() % 100);
    bytes[length++] = '-';
    twoDigits(date.getMonthValue());
    bytes[length++] = '-';
    twoDigits(date.getDayOfMonth());
  }

  private void time(LocalTime time) {
    room(LONGEST_TIME);
    twoDigits(time.getHour());
    bytes[length++] = ':';
    twoDigits(time.getMinute());
    bytes[length++] = ':';
    twoDigits(time.getSecond());
    int microseconds = time.getNano() / MICROSECOND;
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
