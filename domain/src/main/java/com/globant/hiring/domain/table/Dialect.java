package com.globant.hiring.domain.table;

import org.jspecify.annotations.Nullable;

/**
 * How the files of a table are written, as its definition says.
 *
 * @param delimiter between fields, if the request does not name another one; or null
 * @param header whether the first record names the columns, if the request does not say; or null
 * @param quoteChar around fields that have special characters
 * @param commentChar first character of lines to pass over, or null
 * @param skipInitialSpace whether blanks and tabs at the beginning of a field are passed over
 */
public record Dialect(
    @Nullable Character delimiter,
    @Nullable Boolean header,
    char quoteChar,
    @Nullable Character commentChar,
    boolean skipInitialSpace) {

  public static final Dialect DEFAULT = new Dialect(null, null, '"', null, false);

  /** What fields with special characters are put in, for messages. */
  public String quotes() {
    return switch (quoteChar) {
      case '"' -> "double quotes";
      case '\'' -> "single quotes";
      default -> "quotes (%s)".formatted(quoteChar);
    };
  }
}
