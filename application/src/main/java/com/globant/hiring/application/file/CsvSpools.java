package com.globant.hiring.application.file;

import com.globant.hiring.domain.row.Formula;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Port: writes CSV files of any size to local disk, on their way to the {@link ReportStore}. */
public interface CsvSpools {

  /** Begins a file with this header; nothing is written before the first record or the end. */
  CsvSpool create(List<String> header);

  /** As {@link #create}, for a file whose size clients decide: it has a limit, and so have all. */
  CsvSpool createLimited(List<String> header);

  /**
   * Copies a CSV file, with an apostrophe before each cell that a spreadsheet would take for a
   * formula ({@link Formula}), whatever its column. Copies are made one after the other.
   *
   * @param source of the file, asked for when it is its turn
   * @return to be {@link CsvSpool#finish finished} and closed by the caller
   */
  CompletionStage<CsvSpool> copyEscaped(Supplier<CompletionStage<InputStream>> source);
}
