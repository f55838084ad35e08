package com.globant.hiring.csv;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its first bytes what is no CSV and no JSON, whatever its media type says: better than a
 * thousand rows of invalid integers.
 */
final class FirstBytes {
  /** Enough to find a tag behind some blank lines. */
  static final int COUNT = 512;

  private static final String UTF8_MARK = "ef bb bf";
  private static final int UTF8_MARK_LENGTH = 3;
  private static final List<String> UTF32_MARKS = List.of("ff fe 00 00", "00 00 fe ff");
  private static final List<String> UTF16_MARKS = List.of("ff fe", "fe ff");

  private static final String AS_CSV = "save it as CSV (in UTF-8) and send that";

  /**
   * What a kind of file begins with.
   *
   * @param bytes in hexadecimals
   */
  private record Signature(String bytes, String kind, String instead) {}

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(
              "50 4b 03 04",
              "an XLSX or other ZIP file",
              "save a spreadsheet as CSV (in UTF-8), unpack an archive, and send the CSV file"),
          new Signature("50 4b 05 06", "an empty ZIP file", "send the CSV file itself"),
          new Signature(
              "1f 8b",
              "compressed with gzip, which its headers do not say",
              "send it with Content-Encoding: gzip, or unpack it"),
          new Signature(
              "28 b5 2f fd",
              "compressed with zstd, which its headers do not say",
              "send it with Content-Encoding: zstd, or unpack it"),
          new Signature("d0 cf 11 e0", "an old Excel (XLS) or other Office file", AS_CSV),
          new Signature("25 50 44 46 2d", "a PDF file", "send the data it was made from as CSV"),
          new Signature("50 41 52 31 15", "a Parquet file", AS_CSV));

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  /** As many as the longest signature has, in hexadecimals. */
  private static final int IN_HEX = 8;

  private final byte[] bytes;
  private final String hex;

  private FirstBytes(byte[] bytes) {
    this.bytes = bytes;
    this.hex = HEX.formatHex(bytes, 0, Math.min(bytes.length, IN_HEX));
  }

  /**
   * Reads ahead as far as needed.
   *
   * @param charset as which the content will be decoded
   * @return the same content; without a UTF-8 byte order mark where no decoder would tell it
   * @throws Refused where it is of a kind that cannot be read
   */
  static InputStream checked(InputStream content, Charset charset) throws IOException {
    byte[] bytes = content.readNBytes(COUNT);
    FirstBytes first = new FirstBytes(bytes);
    boolean wide = isWide(charset);
    first.check(wide);
    PushbackInputStream whole = new PushbackInputStream(content, COUNT);
    boolean strange = !wide && !charset.equals(StandardCharsets.UTF_8);
    int mark = strange && first.startWith(UTF8_MARK) ? UTF8_MARK_LENGTH : 0;
    whole.unread(bytes, mark, bytes.length - mark);
    return whole;
  }

  private static boolean isWide(Charset charset) {
    String name = charset.name().toUpperCase(Locale.ROOT);
    return name.contains("UTF-16") || name.contains("UTF-32");
  }

  private void check(boolean wide) {
    for (Signature signature : SIGNATURES) {
      if (startWith(signature.bytes)) {
        throw refused(signature.kind, signature.instead);
      }
    }
    String unicode = wide ? null : wideEncoding();
    if (unicode != null) {
      throw refused(
          "text in " + unicode,
          "convert it to UTF-8, or send CSV with its charset named, as in Content-Type: text/csv; charset="
              + unicode.toLowerCase(Locale.ROOT));
    }
    if (isHtml()) {
      throw refused("an HTML page", "send the CSV file it links to or was made from");
    }
  }

  private static Refused refused(String kind, String instead) {
    return new Refused(
        RefusalCode.UNSUPPORTED_MEDIA_TYPE,
        "the first bytes of the body show that it is " + kind + "; " + instead);
  }

  /** UTF-16 and UTF-32 by their marks, or by where the zeros of Latin text stand in them. */
  private @Nullable String wideEncoding() {
    if (UTF32_MARKS.stream().anyMatch(this::startWith)) {
      return "UTF-32";
    }
    if (UTF16_MARKS.stream().anyMatch(this::startWith)) {
      return "UTF-16";
    }
    if (bytes.length < 4) {
      return null;
    }
    int zeros = 0;
    for (int i = 0; i < 4; i++) {
      zeros = zeros << 1 | (bytes[i] == 0 ? 1 : 0);
    }
    return switch (zeros) {
      case 0b0101 -> "UTF-16LE";
      case 0b1010 -> "UTF-16BE";
      case 0b0111 -> "UTF-32LE";
      case 0b1110 -> "UTF-32BE";
      default -> null;
    };
  }

  private boolean isHtml() {
    int at = startWith(UTF8_MARK) ? UTF8_MARK_LENGTH : 0;
    while (at < bytes.length && (bytes[at] == ' ' || (bytes[at] >= '\t' && bytes[at] <= '\r'))) {
      at++;
    }
    String text =
        new String(bytes, at, bytes.length - at, StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT);
    return text.startsWith("<!doctype html") || text.startsWith("<html");
  }

  private boolean startWith(String expected) {
    return hex.startsWith(expected);
  }
}
