package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.type.StringType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the first record names the columns: if it cannot be a row like the next ones, or if each
 * of its fields is a different text that is nothing but text.
 */
final class HeaderGuess {
  private final List<RawRow> rows;
  private final int columnCount;
  private final Delimiter delimiter;

  /**
   * @param rows the first ones of the file
   */
  HeaderGuess(List<RawRow> rows, int columnCount, Delimiter delimiter) {
    this.rows = rows;
    this.columnCount = columnCount;
    this.delimiter = delimiter;
  }

  boolean isHeader() {
    boolean onlyNames = true;
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < columnCount; i++) {
      String name = CsvFile.field(rows.get(0), i);
      if (name != null && !Blanks.only(name) && isNoValueOf(i, name)) {
        return true;
      }
      onlyNames &=
          name != null && !Blanks.only(name) && names.add(Blanks.strip(name)) && isText(name);
    }
    return onlyNames;
  }

  /** Whether the later rows have values of a type in this column that this text is not of. */
  private boolean isNoValueOf(int column, String text) {
    ColumnGuess guess = new ColumnGuess("", delimiter);
    rows.stream().skip(1).forEach(row -> guess.accept(CsvFile.field(row, column)));
    ColumnGuess.Guess found = guess.guess();
    return !(found.type() instanceof StringType) && found.type().parse(text) instanceof Fault;
  }

  private boolean isText(@Nullable String text) {
    ColumnGuess guess = new ColumnGuess("", delimiter);
    guess.accept(text);
    return guess.guess().type() instanceof StringType string
        && string.format() == StringType.Format.DEFAULT;
  }
}
