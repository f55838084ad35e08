package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.table.Dialect;

/**
 * How a CSV file is written.
 *
 * @param quote around fields that hold delimiters, line ends or quotes
 * @param comment first character of lines that are passed over, or {@link #NO_COMMENT}
 * @param skipsInitialSpace whether blanks and tabs at the beginning of a field are passed over
 */
record CsvFormat(Delimiter delimiter, char quote, char comment, boolean skipsInitialSpace) {
  /**
   * No record begins with it: it is the second half of a surrogate pair, and no byte's stand-in.
   */
  static final char NO_COMMENT = '\uDFFF';

  /** The format of a table's files with this delimiter. */
  static CsvFormat of(Dialect dialect, Delimiter delimiter) {
    Character comment = dialect.commentChar();
    return new CsvFormat(
        delimiter,
        dialect.quoteChar(),
        comment == null ? NO_COMMENT : comment,
        dialect.skipInitialSpace());
  }

  boolean hasComments() {
    return comment != NO_COMMENT;
  }

  /** Whether this character is passed over at the beginning of a field. */
  boolean skipsInitially(char c) {
    return skipsInitialSpace && (c == ' ' || c == '\t') && c != delimiter.character();
  }

  static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
