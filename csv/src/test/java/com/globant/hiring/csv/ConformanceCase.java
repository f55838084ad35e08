package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.YearType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 *   <li>{@code field}: a column with its name and type, of a table of its own
 *   <li>{@code quote}, {@code comment}, {@code initialspace}, {@code encoding}: the definition of
 *       the table has a dialect or an encoding
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
    @Nullable Charset charset,
    Table table,
    @Nullable Delimiter delimiter,
    List<ExpectedRow> rows,
    int rowCount,
    @Nullable String refused,
    List<String> says) {

  private static final Map<String, ColumnType> TYPES =
      Map.of(
          "integer", IntegerType.INT,
          "grouped integer", new IntegerType(0, 99_999, new NumberNotation(',', '.', true)),
          "number", new NumberType(NumberNotation.DEFAULT),
          "european number", new NumberType(new NumberNotation(',', '.', true)),
          "boolean", BooleanType.DEFAULT,
          "german boolean", new BooleanType(List.of("ja"), List.of("nein")),
          "string", new StringType(null),
          "year", new YearType(),
          "date", new DateType(null),
          "json", new JsonType(JsonType.Kind.ARRAY));

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
    private @Nullable Charset charset;
    private Table table = HiringTables.DEPARTMENTS;
    private final List<Column> columns = new ArrayList<>();
    private char quote = '"';
    private @Nullable Character comment;
    private boolean initialSpace;
    private @Nullable Charset encoding;
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
          defined(),
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
        case "field" -> columns.add(column(rest));
        case "quote" -> quote = rest.charAt(0);
        case "comment" -> comment = rest.charAt(0);
        case "initialspace" -> initialSpace = true;
        case "encoding" -> encoding = Charset.forName(rest);
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

    private static Column column(String nameAndType) {
      String[] parts = nameAndType.split(" ", 2);
      return Column.of(parts[0], Objects.requireNonNull(TYPES.get(parts[1]), parts[1]));
    }

    private Table defined() {
      Dialect dialect = new Dialect(null, null, quote, comment, initialSpace);
      if (columns.isEmpty() && dialect.equals(Dialect.DEFAULT) && encoding == null) {
        return table;
      }
      List<Column> all = columns.isEmpty() ? table.columns() : columns;
      return Dialects.table(all, dialect, encoding);
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
