package com.globant.hiring.csv;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.table.Table;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body and what the reader makes of it, as written in the files of {@code conformance}. Each line
 * is a word and its value:
 *
 * <ul>
 *   <li>{@code case}: begins a case, with its name
 *   <li>{@code in}: the body. {@code \xE9} is a byte, {@code \r \n \t \s \\} are a CR, LF, tab,
 *       blank and backslash, {@code «ab*3»} is {@code ababab}, and ¶ is a line end: such a case is
 *       run with LF, CRLF and CR
 *   <li>{@code json}, {@code charset}, {@code table}: how it is declared; else CSV in UTF-8 of
 *       departments
 *   <li>{@code delimiter}: the one that is given
 *   <li>{@code row}: an expected row, with its line, fields in brackets, and {@code -} for a
 *       missing one. Here {@code \xE9} is the stand-in of a byte that cannot be decoded, below
 *       {@code \x80} a character, as {@code \u20AC} is
 *   <li>{@code malformed}, {@code counted}: an expected row, by its line and number of fields only
 *   <li>{@code raw}: the raw text of that row
 *   <li>{@code rows}: the number of rows, if they are not listed
 *   <li>{@code refused}: the code of the refusal; {@code says}: a part of its detail
 * </ul>
 */
@SuppressWarnings("ArrayRecordComponent") // cases are read, and never compared
record ConformanceCase(
    String name,
    byte[] body,
    boolean json,
    Charset charset,
    Table table,
    @Nullable Delimiter delimiter,
    List<ExpectedRow> rows,
    int rowCount,
    @Nullable String refused,
    List<String> says) {

  /** An expected row; null for what is not checked. */
  record ExpectedRow(
      long line,
      @Nullable List<@Nullable String> fields,
      int fieldCount,
      boolean malformed,
      @Nullable String raw) {}

  @Override
  public String toString() {
    return name;
  }

  /** Reads the cases of a file, each with every line end that it asks for. */
  static List<ConformanceCase> read(String file, String text) {
    List<ConformanceCase> cases = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : (text + "\ncase").split("\n", -1)) {
      if (line.startsWith("case")) {
        if (!lines.isEmpty()) {
          addVariants(file, lines, cases);
        }
        lines = new ArrayList<>(List.of(line));
      } else if (!lines.isEmpty() && !line.isEmpty() && !line.startsWith("#")) {
        lines.add(line);
      }
    }
    return cases;
  }

  private static void addVariants(String file, List<String> lines, List<ConformanceCase> cases) {
    if (lines.stream().anyMatch(line -> line.startsWith("in ") && line.contains("¶"))) {
      cases.add(new Parser(file, "\\n", " (LF)").parse(lines));
      cases.add(new Parser(file, "\\r\\n", " (CRLF)").parse(lines));
      cases.add(new Parser(file, "\\r", " (CR)").parse(lines));
    } else {
      cases.add(new Parser(file, "", "").parse(lines));
    }
  }

  /** Parses one variant of a case. */
  private static final class Parser {
    private final String file;
    private final String lineEnd;
    private final String suffix;
    private final List<ExpectedRow> rows = new ArrayList<>();
    private final List<String> says = new ArrayList<>();
    private String name = "";
    private byte[] body = new byte[0];
    private boolean json;
    private Charset charset = StandardCharsets.UTF_8;
    private Table table = HiringTables.DEPARTMENTS;
    private @Nullable Delimiter delimiter;
    private @Nullable String refused;
    private int rowCount = -1;

    Parser(String file, String lineEnd, String suffix) {
      this.file = file;
      this.lineEnd = lineEnd;
      this.suffix = suffix;
    }

    ConformanceCase parse(List<String> lines) {
      lines.forEach(line -> take(line.replace("¶", lineEnd)));
      int count = rowCount < 0 ? rows.size() : rowCount;
      return new ConformanceCase(
          file + ": " + name + suffix,
          body,
          json,
          charset,
          table,
          delimiter,
          rows,
          count,
          refused,
          says);
    }

    private void take(String line) {
      int blank = line.indexOf(' ');
      String word = blank < 0 ? line : line.substring(0, blank);
      String rest = blank < 0 ? "" : line.substring(blank + 1);
      switch (word) {
        case "case" -> name = rest;
        case "in" -> body = bytes(rest);
        case "json" -> json = true;
        case "charset" -> charset = Charset.forName(rest);
        case "table" -> table = HiringTables.named(rest).orElseThrow();
        case "delimiter" -> delimiter = Delimiter.valueOf(rest);
        case "row" -> rows.add(row(rest));
        case "malformed" -> rows.add(counted(rest, true));
        case "counted" -> rows.add(counted(rest, false));
        case "raw" -> rows.add(withRaw(rows.remove(rows.size() - 1), Notation.text(rest)));
        case "rows" -> rowCount = Integer.parseInt(rest);
        case "refused" -> refused = rest;
        case "says" -> says.add(rest);
        default -> throw new IllegalArgumentException(file + ": " + line);
      }
    }

    private static byte[] bytes(String notation) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Notation.read(
          notation,
          (code, isByte) -> {
            if (isByte) {
              bytes.write(code);
            } else {
              bytes.writeBytes(Character.toString(code).getBytes(StandardCharsets.UTF_8));
            }
          });
      return bytes.toByteArray();
    }

    private static ExpectedRow row(String notation) {
      int blank = notation.indexOf(' ');
      List<@Nullable String> fields = new ArrayList<>();
      int at = blank + 1;
      while (at < notation.length()) {
        if (notation.charAt(at) == '-') {
          fields.add(null);
          at += 2;
        } else {
          int end = notation.indexOf(']', at);
          fields.add(Notation.text(notation.substring(at + 1, end)));
          at = end + 2;
        }
      }
      long line = Long.parseLong(notation.substring(0, blank));
      return new ExpectedRow(line, fields, fields.size(), false, null);
    }

    private static ExpectedRow counted(String notation, boolean malformed) {
      int blank = notation.indexOf(' ');
      return new ExpectedRow(
          Long.parseLong(notation.substring(0, blank)),
          null,
          Integer.parseInt(notation.substring(blank + 1)),
          malformed,
          null);
    }

    private static ExpectedRow withRaw(ExpectedRow row, String raw) {
      return new ExpectedRow(row.line(), row.fields(), row.fieldCount(), row.malformed(), raw);
    }
  }
}
