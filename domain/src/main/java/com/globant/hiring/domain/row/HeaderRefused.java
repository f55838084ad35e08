package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A header that does not name each column of its table exactly once; the file is refused whole. */
public final class HeaderRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How much of a name is shown. */
  private static final int SHOWN_CHARACTERS = 100;

  /** How many names are shown. */
  private static final int SHOWN_NAMES = 10;

  /** What pandas calls a column without a name when it has read its own index. */
  private static final Pattern INDEX_OF_PANDAS = Pattern.compile("\\s*Unnamed: \\d+\\s*");

  /** What is wrong with the header; the first of these that is. */
  public enum Reason {
    UNKNOWN_COLUMN,
    DUPLICATE_COLUMN,
    MISSING_COLUMN
  }

  private final Reason reason;

  private HeaderRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /**
   * @param unknown names that the table does not have; empty ones are those of unnamed columns
   * @param repeated columns, once for each repetition
   * @param missing columns that are not named
   */
  static HeaderRefused of(
      Table table, long line, List<String> unknown, List<String> repeated, List<String> missing) {
    List<String> faults = new ArrayList<>();
    List<String> named = unknown.stream().filter(name -> !name.isEmpty()).toList();
    if (!named.isEmpty()) {
      faults.add(
          "names %s, which %s of %s"
              .formatted(
                  quoted(named),
                  named.size() == 1 ? "is no column" : "are no columns",
                  table.tableName()));
    }
    if (named.size() < unknown.size()) {
      faults.add("has a column '' without a name");
    }
    if (!repeated.isEmpty()) {
      faults.add("names %s more than once".formatted(quoted(repeated)));
    }
    if (!missing.isEmpty()) {
      faults.add("does not name %s".formatted(quoted(missing)));
    }
    boolean index =
        unknown.stream()
            .anyMatch(name -> name.isEmpty() || INDEX_OF_PANDAS.matcher(name).matches());
    return new HeaderRefused(
        reason(unknown, repeated),
        "line %d: the header %s%s; name each column of %s once: %s"
            .formatted(
                line,
                String.join(", and ", faults),
                index
                    ? "; pandas writes its index as a column without a name, to_csv(…, index=False) leaves it out"
                    : "",
                table.tableName(),
                String.join(", ", table.columnNames())));
  }

  private static Reason reason(List<String> unknown, List<String> repeated) {
    if (!unknown.isEmpty()) {
      return Reason.UNKNOWN_COLUMN;
    }
    return repeated.isEmpty() ? Reason.MISSING_COLUMN : Reason.DUPLICATE_COLUMN;
  }

  /** A header that is not the first record. */
  static HeaderRefused late(Table table, long firstLine, long headerLine) {
    return new HeaderRefused(
        Reason.UNKNOWN_COLUMN,
        "line %d: the first record is no row of %s and names none of its columns; the header was found at line %d, so delete the lines above it"
            .formatted(firstLine, table.tableName(), headerLine));
  }

  private static String quoted(List<String> names) {
    String shown =
        names.stream()
            .distinct()
            .limit(SHOWN_NAMES)
            .map(name -> "'" + cut(Undecodable.spelledOut(name)) + "'")
            .collect(Collectors.joining(", "));
    return names.stream().distinct().count() > SHOWN_NAMES ? shown + ", …" : shown;
  }

  private static String cut(String name) {
    return name.codePointCount(0, name.length()) <= SHOWN_CHARACTERS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
  }
}
