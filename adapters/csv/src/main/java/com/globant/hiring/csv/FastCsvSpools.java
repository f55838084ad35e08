package com.globant.hiring.csv;

import com.globant.hiring.application.CsvSpool;
import com.globant.hiring.application.CsvSpools;
import java.nio.file.Path;
import java.util.List;

/** Writes CSV files with FastCSV into one directory. */
final class FastCsvSpools implements CsvSpools {
  private final Workers workers;
  private final Path directory;
  private final SpoolSpace space;

  FastCsvSpools(Workers workers, Path directory, SpoolSpace space) {
    this.workers = workers;
    this.directory = directory;
    this.space = space;
  }

  @Override
  public CsvSpool create(List<String> header) {
    return new FastCsvSpool(workers, directory, List.copyOf(header), SpoolSpace.UNLIMITED.share());
  }

  @Override
  public CsvSpool createLimited(List<String> header) {
    return new FastCsvSpool(workers, directory, List.copyOf(header), space.share());
  }
}
