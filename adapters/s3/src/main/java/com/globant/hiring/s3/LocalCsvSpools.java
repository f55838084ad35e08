package com.globant.hiring.s3;

import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** CSV files in one directory, which is created with the first of them. */
final class LocalCsvSpools implements CsvSpools {
  private final Path directory;
  private final SpoolSpace space;

  LocalCsvSpools(Path directory, SpoolSpace space) {
    this.directory = directory;
    this.space = space;
  }

  @Override
  public CsvSpool create(List<String> header) {
    return new LocalCsvSpool(directory, header, SpoolSpace.UNLIMITED.share());
  }

  @Override
  public CsvSpool createLimited(List<String> header) {
    return new LocalCsvSpool(directory, header, space.share());
  }

  @Override
  public CsvSpool copy(InputStream source, boolean escapeFormulas) {
    LocalCsvSpool copy = new LocalCsvSpool(directory, List.of(), SpoolSpace.UNLIMITED.share());
    try {
      copy.copy(source, escapeFormulas);
      return copy;
    } catch (RuntimeException failure) {
      copy.close();
      throw failure;
    }
  }
}
