package com.globant.hiring.csv;

import com.globant.hiring.application.CsvFile;
import com.globant.hiring.application.CsvSpool;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A CSV file that workers write; it comes to be with its first record. */
final class FastCsvSpool implements CsvSpool {
  private final Path directory;
  private final List<String> header;
  private final Tenancy tenancy;

  // Used by the tenant alone.
  private @Nullable MeasuredFile file;
  private @Nullable CsvWriter writer;
  private long records;

  FastCsvSpool(Workers workers, Path directory, List<String> header) {
    this.directory = directory;
    this.header = header;
    this.tenancy =
        new Tenancy(workers, this::delete, () -> new IllegalStateException("The spool was closed"));
  }

  @Override
  public CompletionStage<Void> write(List<List<@Nullable String>> batch) {
    return onDisk(
        () -> {
          CsvWriter csv = opened();
          for (List<@Nullable String> cells : batch) {
            csv.writeRecord(cells);
          }
          records += batch.size();
          return null;
        });
  }

  @Override
  public CompletionStage<CsvFile> finish() {
    return onDisk(
        () -> {
          opened().close();
          MeasuredFile written = written();
          return new CsvFile(written.path(), written.bytes(), written.sha256(), records);
        });
  }

  @Override
  public CompletionStage<byte[]> content() {
    return onDisk(() -> Files.readAllBytes(written().path()));
  }

  private MeasuredFile written() {
    MeasuredFile written = file;
    if (written == null) {
      throw new IllegalStateException("Nothing was written");
    }
    return written;
  }

  private CsvWriter opened() throws IOException {
    if (writer == null) {
      file = MeasuredFile.createIn(directory);
      writer =
          CsvWriter.builder()
              // Else what begins with # would be put in quotes; there are no comments here.
              .commentCharacter('\0')
              .quoteStrategy(QuoteStrategies.EMPTY)
              .build(file, StandardCharsets.UTF_8);
      writer.writeRecord(header);
    }
    return writer;
  }

  private <T> CompletionStage<T> onDisk(Callable<T> work) {
    return tenancy.use(
        () -> {
          try {
            return work.call();
          } catch (IOException | UncheckedIOException failure) {
            throw new Refused(
                RefusalCode.STORAGE_UNAVAILABLE,
                "the service cannot write to its local disk; try again later",
                failure);
          }
        });
  }

  @Override
  public void close() {
    if (tenancy.close()) {
      delete();
    }
  }

  private void delete() {
    MeasuredFile written = file;
    if (written != null) {
      Quietly.close(written);
      Quietly.close(() -> Files.deleteIfExists(written.path()));
    }
  }
}
