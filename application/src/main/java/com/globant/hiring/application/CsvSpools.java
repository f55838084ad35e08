package com.globant.hiring.application;

import java.util.List;

/** Port: writes CSV files of any size to local disk, on their way to the {@link ReportStore}. */
public interface CsvSpools {

  /** Begins a file with this header; nothing is written before the first record or the end. */
  CsvSpool create(List<String> header);

  /** As {@link #create}, for a file whose size clients decide: it has a limit, and so have all. */
  CsvSpool createLimited(List<String> header);
}
