package com.globant.hiring.csv;

import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Writes CSV files with FastCSV into one directory. */
final class FastCsvSpools implements CsvSpools {
  private final Workers workers;
  private final Workers copiers;
  private final Path directory;
  private final SpoolSpace space;

  FastCsvSpools(Workers workers, Workers copiers, Path directory, SpoolSpace space) {
    this.workers = workers;
    this.copiers = copiers;
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

  @Override
  public CompletionStage<CsvSpool> copyEscaped(Supplier<CompletionStage<InputStream>> source) {
    FastCsvSpool copy =
        new FastCsvSpool(copiers, directory, List.of(), SpoolSpace.UNLIMITED.share());
    return copy.copyEscaped(source)
        .<CsvSpool>thenApply(copied -> copy)
        .whenComplete(
            (copied, failure) -> {
              if (failure != null) {
                copy.close();
              }
            });
  }
}
