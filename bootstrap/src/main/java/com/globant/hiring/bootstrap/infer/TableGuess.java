package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.type.StringType;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of a file. */
final class TableGuess {
  private static final int MOST_NAME = 64;

  /** Source: MySQL 9.7 Reference Manual, 10.4.7 Limits on Table Column Count and Row Size. */
  private static final int MOST_ROW_BYTES = 65_535;

  private final CsvFile file;
  private final List<String> notes;
  private long rows;
  private long oddRows;
  private long firstOddLine;

  /**
   * @param notes receives what the user should check
   */
  TableGuess(CsvFile file, List<String> notes) {
    this.file = file;
    this.notes = notes;
  }

  TableDefinition table() throws IOException {
    List<String> titles = file.hasHeader() ? titles() : List.of();
    List<String> names = names(titles);
    List<Column> columns = withinRow(columns(names, titles));
    int keyColumns = rows == 0 ? 0 : new KeyGuess(file, columns).columns().orElse(0);
    if (oddRows > 0) {
      note(
          "%d of %d rows have more or fewer than %d fields and would be refused, the first at line %d"
              .formatted(oddRows, rows, columns.size(), firstOddLine));
    }
    if (keyColumns == 0) {
      note(
          "its first columns are no key, so the table takes every row; add a primaryKey if it has one");
    }
    Charset charset = file.charset();
    return new TableDefinition(
        file.name(),
        null,
        null,
        columns,
        names.subList(0, keyColumns),
        List.of(),
        List.of(),
        FieldsMatch.EXACT,
        TableDefinition.DEFAULT_MISSING_VALUES,
        new Dialect(
            file.delimiter() == Delimiter.COMMA ? null : file.delimiter().character(),
            file.hasHeader(),
            '"',
            null,
            false),
        charset.equals(StandardCharsets.UTF_8) ? null : charset,
        Exchange.AUTO);
  }

  /** The names in the header. */
  private List<String> titles() {
    RawRow header = file.header();
    List<String> titles = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < file.columnCount(); i++) {
      String title = CsvFile.field(header, i);
      if (title == null || Blanks.only(title)) {
        throw new UnclearFile(
            "%s: line %d: field %d of the header has no name; give it one"
                .formatted(file.path(), header.line(), i + 1));
      }
      titles.add(Blanks.strip(title));
      if (!seen.add(Blanks.strip(title).toLowerCase(Locale.ROOT))) {
        throw new UnclearFile(
            "%s: line %d: the header has '%s' twice; rename one"
                .formatted(file.path(), header.line(), title));
      }
    }
    return titles;
  }

  /** Names that MySQL allows; a header may use the titles too. */
  private List<String> names(List<String> titles) {
    Set<String> taken = new HashSet<>();
    return IntStream.range(0, file.columnCount())
        .mapToObj(i -> titles.isEmpty() ? "column_" + (i + 1) : allowed(titles.get(i)))
        .map(
            name ->
                Stream.iterate(1, i -> i + 1)
                    .map(i -> i == 1 ? name : cut(name, MOST_NAME - 4) + "_" + i)
                    .filter(one -> taken.add(one.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  private static String allowed(String title) {
    StringBuilder name = new StringBuilder();
    title
        .codePoints()
        .map(code -> code < ' ' || code > Character.MAX_VALUE ? '_' : code)
        .filter(code -> Character.getType(code) != Character.FORMAT)
        .forEach(name::appendCodePoint);
    String cut = cut(name.toString(), MOST_NAME);
    return cut.isEmpty() ? "column" : cut;
  }

  private static String cut(String name, int characters) {
    return name.substring(0, Math.min(name.length(), characters)).strip();
  }

  private List<Column> columns(List<String> names, List<String> titles) throws IOException {
    List<ColumnGuess> guesses =
        names.stream().map(name -> new ColumnGuess(name, file.delimiter())).toList();
    file.readRows(
        row -> {
          rows++;
          if (row.malformed() || isOdd(row)) {
            oddRows++;
            firstOddLine = oddRows == 1 ? row.line() : firstOddLine;
          } else {
            for (int i = 0; i < guesses.size(); i++) {
              guesses.get(i).accept(CsvFile.field(row, i));
            }
          }
          return true;
        });
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String title = titles.isEmpty() || titles.get(i).equals(names.get(i)) ? null : titles.get(i);
      columns.add(column(names.get(i), title, guesses.get(i).guess()));
    }
    return columns;
  }

  private boolean isOdd(RawRow row) {
    int count = row.fieldCount();
    while (count > file.columnCount() && CsvFile.field(row, count - 1) == null) {
      count--;
    }
    return count != file.columnCount();
  }

  private Column column(String name, @Nullable String title, ColumnGuess.Guess guess) {
    if (guess.note() != null) {
      note("column '%s' %s".formatted(name, guess.note()));
    }
    List<String> missing = guess.missingValues();
    return new Column(
        name,
        title,
        null,
        List.of(),
        guess.type(),
        guess.required(),
        missing.isEmpty() ? null : Stream.concat(Stream.of(""), missing.stream()).toList(),
        List.of());
  }

  /** Without the longest limits if the row were too large for MySQL. */
  private static List<Column> withinRow(List<Column> columns) {
    List<Column> fitting = new ArrayList<>(columns);
    while (fitting.stream().mapToInt(column -> column.type().storage().rowBytes()).sum()
        > MOST_ROW_BYTES) {
      Column longest =
          fitting.stream()
              .filter(column -> limit(column) > 0)
              .max(Comparator.comparingInt(TableGuess::limit))
              .orElse(null);
      if (longest == null) {
        break;
      }
      fitting.set(fitting.indexOf(longest), longest.withType(new StringType(null)));
    }
    return fitting;
  }

  /** The limit of a text without a format; 0 for everything else. */
  private static int limit(Column column) {
    return column.type() instanceof StringType string
            && string.format() == StringType.Format.DEFAULT
            && string.maxLength() != null
        ? string.maxLength()
        : 0;
  }

  private void note(String note) {
    notes.add(file.path() + ": " + note);
  }
}
