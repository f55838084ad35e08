package com.globant.hiring.domain.table;

import org.jspecify.annotations.Nullable;

/**
 * How the files of a table are written, as its definition says. Loads do not use it yet: the
 * request, the media type and the file decide.
 *
 * @param delimiter between fields, or null
 * @param header whether the first record names the columns, or null
 * @param quoteChar around fields that have special characters
 * @param commentChar first character of records to pass over, or null
 * @param skipInitialSpace whether blanks after a delimiter are passed over
 */
public record Dialect(
    @Nullable Character delimiter,
    @Nullable Boolean header,
    char quoteChar,
    @Nullable Character commentChar,
    boolean skipInitialSpace) {

  public static final Dialect DEFAULT = new Dialect(null, null, '"', null, false);
}
