package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a file. They show its charset if it begins with a byte order mark, and whether
 * it is something else than CSV or JSON, such as a workbook.
 */
final class FirstBytes {
  /** Enough to find an HTML or XML tag after some blank lines. */
  static final int COUNT = 512;

  private static final String UTF8_MARK = "ef bb bf";
  private static final int UTF8_MARK_LENGTH = 3;
  private static final String UTF16LE_MARK = "ff fe";
  private static final String UTF16BE_MARK = "fe ff";
  private static final List<String> UTF32_MARKS = List.of("ff fe 00 00", "00 00 fe ff");
  private static final List<String> UTF16_MARKS = List.of(UTF16LE_MARK, UTF16BE_MARK);
  private static final Pattern LINE_END = Pattern.compile("[\r\n]");

  private static final String UNPACK = "unpack it once, and send it as it is then";
  private static final String AS_CSV = "save it as CSV (in UTF-8) and send that";

  /**
   * How a kind of file begins.
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
          // One compression was undone before, so these are compressed twice.
          new Signature("1f 8b", "compressed twice, with gzip inside", UNPACK),
          new Signature("28 b5 2f fd", "compressed twice, with zstd inside", UNPACK),
          new Signature("d0 cf 11 e0", "an old Excel (XLS) or other Office file", AS_CSV),
          new Signature("25 50 44 46 2d", "a PDF file", "send the data it was made from as CSV"),
          new Signature("50 41 52 31 15", "a Parquet file", AS_CSV));

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  /** Bytes of the longest signature. */
  private static final int IN_HEX = 8;

  private final byte[] bytes;
  private final String hex;
  private final Charset charset;
  private final InputStream content;

  private FirstBytes(InputStream rest, @Nullable Charset declared) throws IOException {
    this.bytes = rest.readNBytes(COUNT);
    this.hex = HEX.formatHex(bytes, 0, Math.min(bytes.length, IN_HEX));
    // RFC 8259 leaves no choice for JSON.
    this.charset = declared == null ? StandardCharsets.UTF_8 : marked(declared);
    PushbackInputStream whole = new PushbackInputStream(rest, COUNT);
    whole.unread(bytes);
    this.content = whole;
  }

  /**
   * Reads the first bytes of CSV.
   *
   * @param declared the charset unless a byte order mark shows another one
   * @throws FileRefused if the content is of a kind that cannot be read
   */
  static FirstBytes ofCsv(InputStream content, Charset declared) throws IOException {
    return checked(new FirstBytes(content, declared));
  }

  /**
   * Reads the first bytes of JSON.
   *
   * @throws FileRefused if the content is of a kind that cannot be read
   */
  static FirstBytes ofJson(InputStream content) throws IOException {
    return checked(new FirstBytes(content, null));
  }

  private static FirstBytes checked(FirstBytes first) {
    first.check(isWide(first.charset));
    return first;
  }

  /** The whole content, with its byte order mark. */
  InputStream content() {
    return content;
  }

  /** The charset of the content. */
  Charset charset() {
    return charset;
  }

  /** The first line, or the beginning of a long one, without its line end. */
  String firstLine() {
    return LINE_END.split(new String(bytes, charset), 2)[0];
  }

  private Charset marked(Charset declared) {
    boolean utf32 = UTF32_MARKS.stream().anyMatch(this::startWith);
    if (startWith(UTF8_MARK)) {
      return StandardCharsets.UTF_8;
    }
    if (startWith(UTF16LE_MARK) && !utf32) {
      return StandardCharsets.UTF_16LE;
    }
    return startWith(UTF16BE_MARK) ? StandardCharsets.UTF_16BE : declared;
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
          "convert it to UTF-8, or declare its charset, as in text/csv; charset=%s"
              .formatted(unicode.toLowerCase(Locale.ROOT)));
    }
    String text = beginOfText();
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      throw refused("an HTML page", "send the CSV file it links to or was made from");
    }
    if (text.startsWith("<?xml")) {
      throw refused("an XML file, as workbooks of Excel may be", AS_CSV);
    }
  }

  private static FileRefused refused(String kind, String instead) {
    return new FileRefused(
        Reason.UNSUPPORTED_MEDIA_TYPE,
        "the first bytes of the file show that it is " + kind + "; " + instead);
  }

  /** Recognises UTF-16 and UTF-32 by their marks, or by the positions of zeros in Latin text. */
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

  /** In lower case, without a mark and blanks before it. */
  private String beginOfText() {
    int at = startWith(UTF8_MARK) ? UTF8_MARK_LENGTH : 0;
    while (at < bytes.length && (bytes[at] == ' ' || (bytes[at] >= '\t' && bytes[at] <= '\r'))) {
      at++;
    }
    return new String(bytes, at, bytes.length - at, StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT);
  }

  private boolean startWith(String expected) {
    return hex.startsWith(expected);
  }
}
