package com.globant.hiring.csv;

import com.globant.hiring.application.CsvSpool;
import com.globant.hiring.application.CsvSpools;
import java.nio.file.Path;
import java.util.List;

/** Writes CSV files with FastCSV into one directory. */
final class FastCsvSpools implements CsvSpools {
  private final Workers workers;
  private final Path directory;

  FastCsvSpools(Workers workers, Path directory) {
    this.workers = workers;
    this.directory = directory;
  }

  @Override
  public CsvSpool create(List<String> header) {
    return new FastCsvSpool(workers, directory, List.copyOf(header));
  }
}
