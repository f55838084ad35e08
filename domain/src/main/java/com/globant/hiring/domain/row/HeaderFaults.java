package com.globant.hiring.domain.row;

import com.globant.hiring.domain.row.FileRefused.Reason;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Describes what is wrong with a header. */
final class HeaderFaults {
  /** How much of a name is shown. */
  private static final int SHOWN_CHARACTERS = 100;

  /** How many names are shown. */
  private static final int SHOWN_NAMES = 10;

  /** The name that pandas gives to its index when it reads a file that it wrote. */
  private static final Pattern INDEX_OF_PANDAS = Pattern.compile("\\s*Unnamed: \\d+\\s*");

  private HeaderFaults() {}

  /**
   * The refusal of a header that does not name each column exactly once.
   *
   * @param unknown names that the table does not have; an empty one is that of a column without a
   *     name
   * @param repeated columns, once for each repetition
   * @param missing columns that are not named
   */
  static FileRefused of(
      Table table, long line, List<String> unknown, List<String> repeated, List<String> missing) {
    List<String> faults = new ArrayList<>();
    List<String> named = unknown.stream().filter(name -> !name.isEmpty()).toList();
    if (!named.isEmpty()) {
      faults.add(
          "names %s, which %s of %s"
              .formatted(
                  quoted(named),
                  named.size() == 1 ? "is no column" : "are no columns",
                  table.name()));
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
    return new FileRefused(
        reason(unknown, repeated),
        "line %d: the header %s%s; name each column of %s once: %s"
            .formatted(
                line,
                String.join(", and ", faults),
                index
                    ? "; pandas writes its index as a column without a name, to_csv(…, index=False) leaves it out"
                    : "",
                table.name(),
                String.join(", ", table.columnNames())));
  }

  private static Reason reason(List<String> unknown, List<String> repeated) {
    if (!unknown.isEmpty()) {
      return Reason.UNKNOWN_COLUMN;
    }
    return repeated.isEmpty() ? Reason.MISSING_COLUMN : Reason.DUPLICATE_COLUMN;
  }

  /** The refusal of a file whose header is not its first record. */
  static FileRefused late(Table table, long firstLine, long headerLine) {
    return new FileRefused(
        Reason.UNKNOWN_COLUMN,
        "line %d: the first record is no row of %s and names none of its columns; the header was found at line %d, so delete the lines above it"
            .formatted(firstLine, table.name(), headerLine));
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
