package com.globant.hiring.local.samples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds records in one buffer, which is several times as fast as strings. */
final class CsvBytes {
  private static final String SPECIAL = ",;|\t\r\n\"";
  private static final int BUFFER = 1 << 16;

  /** The buffer is written after a record when less is free, and grows for longer records. */
  private static final int RECORD = 1 << 13;

  private final OutputStream out;
  private final Charset charset;
  private final char delimiter;
  private final char quote;
  private byte[] bytes = new byte[BUFFER];
  private int length;

  /** UTF-8 with commas. */
  CsvBytes(OutputStream out) {
    this(out, StandardCharsets.UTF_8, ',', '"');
  }

  CsvBytes(OutputStream out, Charset charset, char delimiter, char quote) {
    this.out = out;
    this.charset = charset;
    this.delimiter = delimiter;
    this.quote = quote;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a field is put in quotes. */
  private static boolean needsQuotes(String text) {
    return hasSpecial(text) || text.startsWith(" ") || text.startsWith("#");
  }

  /** Whether a part of a field needs quotes: also if only another delimiter would need them. */
  static boolean hasSpecial(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Adds a field, in quotes if needed. */
  CsvBytes field(String text) {
    String mark = String.valueOf(quote);
    return add(
        utf8(
            needsQuotes(text) || text.indexOf(quote) >= 0
                ? mark + text.replace(mark, mark + mark) + mark
                : text));
  }

  /** Whether fields are quoted as in RFC 4180. */
  boolean hasUsualQuotes() {
    return quote == '"';
  }

  CsvBytes delimiter() {
    return add(delimiter);
  }

  CsvBytes add(byte[] text) {
    if (length + text.length + RECORD > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + text.length + 2 * RECORD));
    }
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** Adds ASCII text as it is. */
  CsvBytes add(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      add(ascii.charAt(i));
    }
    return this;
  }

  CsvBytes add(char ascii) {
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Adds a number, 0 or more. */
  CsvBytes add(long number) {
    return padded(number, 1);
  }

  /** Adds a number, 0 or more, with zeros in front up to {@code digits}. */
  CsvBytes padded(long number, int digits) {
    int end = length + Math.max(digits, digits(number));
    long rest = number;
    for (int i = end - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length = end;
    return this;
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  void endRecord() throws IOException {
    bytes[length++] = '\n';
    if (length > BUFFER - 2 * RECORD) {
      flush();
    }
  }

  void flush() throws IOException {
    if (charset.equals(StandardCharsets.UTF_8)) {
      out.write(bytes, 0, length);
    } else {
      // Whole records, so that no character is cut.
      out.write(new String(bytes, 0, length, StandardCharsets.UTF_8).getBytes(charset));
    }
    length = 0;
    out.flush();
  }
}
