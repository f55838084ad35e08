package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Dialect;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a dialect: how the files of a table are written. */
final class DialectReader {
  private static final String DELIMITERS = ",;|\t";
  private static final char LAST_VISIBLE_ASCII = '~';

  private static final Set<String> PROPERTIES =
      Set.of(
          "$schema",
          "profile",
          "title",
          "description",
          "delimiter",
          "lineTerminator",
          "quoteChar",
          "doubleQuote",
          "skipInitialSpace",
          "header",
          "headerRows",
          "commentChar",
          "caseSensitiveHeader",
          "csvddfVersion");

  /** What would be read wrongly if it were passed over. */
  private static final List<String> REFUSED =
      List.of("escapeChar", "nullSequence", "commentRows", "headerJoin");

  private DialectReader() {}

  static Dialect read(Node resource) {
    Node dialect = resource.get("dialect");
    if (dialect == null) {
      return Dialect.DEFAULT;
    }
    if (dialect.isText()) {
      dialect.fault("is a reference; put the dialect itself here");
    } else {
      dialect.requireObject();
    }
    REFUSED.stream()
        .filter(dialect::has)
        .forEach(name -> dialect.fault(name, "is not supported; write the files without it"));
    dialect.warnOfUnknown(PROPERTIES);
    if (!dialect.flag("doubleQuote", true)) {
      dialect.fault("doubleQuote", "must be true; a quote in quotes is written twice");
    }
    checkHeaderRows(dialect);
    Character quote = Objects.requireNonNullElse(mark(dialect, "quoteChar"), '"');
    Character comment = mark(dialect, "commentChar");
    Character delimiter = delimiter(dialect);
    if (quote.equals(comment)) {
      dialect.fault("quoteChar and commentChar must be different characters");
    }
    return new Dialect(
        delimiter,
        dialect.has("header") ? (Boolean) dialect.flag("header", true) : null,
        quote,
        comment,
        dialect.flag("skipInitialSpace", false));
  }

  /** A character that is not a part of values, nor a delimiter that a request may ask for. */
  private static @Nullable Character mark(Node dialect, String property) {
    Character mark = dialect.character(property);
    if (mark != null
        && (mark <= ' '
            || mark > LAST_VISIBLE_ASCII
            || Character.isLetterOrDigit(mark)
            || DELIMITERS.indexOf(mark) >= 0)) {
      dialect.fault(
          property,
          "is '%s'; it must be a visible ASCII character other than letters, digits and the delimiters , ; |"
              .formatted(mark));
    }
    return mark;
  }

  private static @Nullable Character delimiter(Node dialect) {
    Character delimiter = dialect.character("delimiter");
    if (delimiter != null && DELIMITERS.indexOf(delimiter) < 0) {
      dialect.fault(
          "delimiter", "is '%s'; it must be a comma, a semicolon, a tab or |".formatted(delimiter));
    }
    return delimiter;
  }

  private static void checkHeaderRows(Node dialect) {
    Node rows = dialect.get("headerRows");
    if (rows != null) {
      List<Node> lines = rows.elements();
      if (lines.size() != 1 || !"1".equals(lines.get(0).literal())) {
        rows.fault("must be [1]; a header is the first record");
      }
    }
  }
}
