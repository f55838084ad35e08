package com.globant.hiring.application.body;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Port: reads the rows of bodies. */
@FunctionalInterface
public interface RowReader {
  /**
   * Looks at the first bytes of an opened body, whose stream stays the caller's to close. Blocks as
   * the stream does.
   *
   * <p>Of CSV, records without any value, a first line {@code sep=;} and a Ctrl-Z at the end of the
   * body are skipped. Quotes, comments and initial blanks are those of the table's dialect; its
   * encoding is the charset if the media type names none.
   *
   * @param delimiter of CSV; null if the body decides: by a first line {@code sep=;}, else it is
   *     the comma
   * @return to be closed by the caller
   * @throws FileRefused if the body is no CSV or JSON
   * @throws IOException if the stream fails
   */
  RawRows open(Table table, @Nullable Delimiter delimiter, Body.Opened body) throws IOException;
}
