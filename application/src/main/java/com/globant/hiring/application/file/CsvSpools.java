package com.globant.hiring.application.file;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Formula;
import java.io.InputStream;
import java.util.List;

/** Port: writes CSV files of any size to local disk, before the {@link ReportStore} stores them. */
public interface CsvSpools {
  /** Begins a file with this header. Nothing is written before the first record or the end. */
  CsvSpool create(List<String> header);

  /**
   * As {@link #create}, for a file whose size clients decide: each such file has a limit, and all
   * of them together have one.
   */
  CsvSpool createLimited(List<String> header);

  /**
   * Copies a CSV file. Blocks; fails with {@link Refused} {@code storage_unavailable}.
   *
   * @param source of the file; closed by this
   * @param escapeFormulas whether each cell that a spreadsheet would take for a formula ({@link
   *     Formula}) gets an apostrophe before it, whatever its column
   * @return to be {@link CsvSpool#finish finished} and closed by the caller
   */
  CsvSpool copy(InputStream source, boolean escapeFormulas);
}
