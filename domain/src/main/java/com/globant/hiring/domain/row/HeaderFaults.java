package com.globant.hiring.domain.row;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Collects what is wrong with a header, and describes it. */
final class HeaderFaults {
  /** How much of a name is shown. */
  private static final int SHOWN_CHARACTERS = 100;

  /** How many wrong names are shown. */
  private static final int SHOWN_NAMES = 10;

  /** How many columns of a table are listed. */
  private static final int SHOWN_COLUMNS = 30;

  /** The name that pandas gives to its index when it reads a file that it wrote. */
  private static final Pattern INDEX_OF_PANDAS = Pattern.compile("\\s*Unnamed: \\d+\\s*");

  private final Table table;
  private final long line;
  private final List<String> unknown = new ArrayList<>();
  private final List<String> ambiguous = new ArrayList<>();
  private final List<String> repeated = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> notInHeader = new ArrayList<>();
  private String tooWide = "";

  HeaderFaults(Table table, long line) {
    this.table = table;
    this.line = line;
  }

  /** A name that the table does not have; an empty one is that of a column without a name. */
  void unknown(String name) {
    unknown.add(name);
  }

  /** A name that several columns have. */
  void ambiguous(String name) {
    ambiguous.add(name);
  }

  /** A column that is named again. */
  void repeated(String column) {
    repeated.add(column);
  }

  /** A column that is not named. */
  void missing(String column) {
    missing.add(column);
  }

  /** A name of the mapping that the header does not have; empty for a column without a name. */
  void notInHeader(String name) {
    notInHeader.add(name);
  }

  /** A header with more fields than are read. */
  void tooWide(int fields, int read) {
    tooWide = "has %d fields, of which only %d are read".formatted(fields, read);
  }

  /**
   * @throws FileRefused if anything is wrong
   */
  void refuseIfAny() {
    List<String> faults = faults();
    if (faults.isEmpty()) {
      return;
    }
    boolean index =
        unknown.stream()
            .anyMatch(name -> name.isEmpty() || INDEX_OF_PANDAS.matcher(name).matches());
    throw new FileRefused(
        reason(),
        "line %d: the header %s%s; %s: %s"
            .formatted(
                line,
                String.join(", and ", faults),
                index
                    ? "; pandas writes its index as a column without a name, to_csv(…, index=False) leaves it out"
                    : "",
                advice(),
                list(table.columnNames())));
  }

  private List<String> faults() {
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
    if (!ambiguous.isEmpty()) {
      faults.add(
          "names %s, which several columns have as their title".formatted(quoted(ambiguous)));
    }
    if (!repeated.isEmpty()) {
      faults.add("names %s more than once".formatted(quoted(repeated)));
    }
    if (!missing.isEmpty()) {
      faults.add("does not name %s".formatted(quoted(missing)));
    }
    if (!notInHeader.isEmpty()) {
      faults.add("does not have %s, which the list of columns maps".formatted(quoted(notInHeader)));
    }
    if (!tooWide.isEmpty()) {
      faults.add(tooWide);
    }
    return faults;
  }

  private String advice() {
    FieldsMatch match = table.definition().fieldsMatch();
    String columns = match.mayLackColumns() ? "columns of %s, each" : "each column of %s";
    String others = match.mayHaveMoreColumns() ? ", besides any others" : "";
    return ("name " + columns + " once" + others).formatted(table.name());
  }

  private Reason reason() {
    if (!unknown.isEmpty() || !ambiguous.isEmpty() || !notInHeader.isEmpty()) {
      return Reason.UNKNOWN_COLUMN;
    }
    if (!repeated.isEmpty()) {
      return Reason.DUPLICATE_COLUMN;
    }
    return missing.isEmpty() ? Reason.FIELD_TOO_LARGE : Reason.MISSING_COLUMN;
  }

  /** The refusal of a file whose header is not its first record. */
  static FileRefused late(Table table, long firstLine, long headerLine) {
    return new FileRefused(
        Reason.UNKNOWN_COLUMN,
        "line %d: the first record is no row of %s and names none of its columns; the header was found at line %d, so delete the lines above it"
            .formatted(firstLine, table.name(), headerLine));
  }

  /** Names of columns, of very many only the first. */
  static String list(List<String> names) {
    return names.size() <= SHOWN_COLUMNS
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN_COLUMNS))
            + ", … (%d in all)".formatted(names.size());
  }

  private static String quoted(List<String> names) {
    String shown =
        names.stream()
            .distinct()
            .limit(SHOWN_NAMES)
            .map(name -> "'" + cut(name) + "'")
            .collect(Collectors.joining(", "));
    return names.stream().distinct().count() > SHOWN_NAMES ? shown + ", …" : shown;
  }

  /** The beginning of a name. */
  static String cut(String name) {
    return Undecodable.shown(name, SHOWN_CHARACTERS);
  }
}
