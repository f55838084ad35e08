package com.globant.hiring.csv;

import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.RawRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Reads rows from a stream, which blocks; used by one thread at a time. */
interface RowSource extends Closeable {

  /** Rows after which a batch ends. */
  int BATCH_ROWS = 1000;

  /** Characters of rows after which a batch ends. */
  int BATCH_CHARS = 256 * 1024;

  /** What separates the fields of CSV. */
  default Delimiter delimiter() {
    return Delimiter.COMMA;
  }

  /**
   * The next rows; empty at the end.
   *
   * @throws com.globant.hiring.application.Refused where the content cannot be read on
   */
  List<RawRow> next() throws IOException;
}
