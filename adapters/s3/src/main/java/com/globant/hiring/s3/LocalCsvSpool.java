package com.globant.hiring.s3;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.csv.CsvOutput;
import com.globant.hiring.csv.FormulaEscaper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file in a directory. The file is created with its first record. */
final class LocalCsvSpool implements CsvSpool {
  private final Path directory;
  private final List<String> header;
  private final SpoolSpace.Share space;
  private @Nullable MeasuredFile file;
  private @Nullable CsvOutput output;
  private long records;
  private boolean full;

  LocalCsvSpool(Path directory, List<String> header, SpoolSpace.Share space) {
    this.directory = directory;
    this.header = header;
    this.space = space;
  }

  @Override
  public boolean write(List<@Nullable String> record) {
    // Later records that would still fit are not written either.
    full = full || !space.tryTake(CsvOutput.bytes(record));
    if (!full) {
      try {
        opened().write(record);
      } catch (IOException failure) {
        throw unusableDisk(failure);
      }
      records++;
    }
    return !full;
  }

  /** Fills this file with a copy. */
  void copy(InputStream source, boolean escapeFormulas) {
    try (source;
        MeasuredFile copy = MeasuredFile.createIn(directory)) {
      file = copy;
      source.transferTo(escapeFormulas ? new FormulaEscaper(copy) : copy);
    } catch (IOException failure) {
      throw unusableDisk(failure);
    }
  }

  @Override
  public CsvFile finish() {
    try {
      if (output != null || file == null) {
        opened().close();
      }
      MeasuredFile written = written();
      return new CsvFile(written.path(), written.bytes(), written.sha256(), records);
    } catch (IOException failure) {
      throw unusableDisk(failure);
    }
  }

  @Override
  public byte[] content() {
    try {
      return Files.readAllBytes(written().path());
    } catch (IOException failure) {
      throw unusableDisk(failure);
    }
  }

  private CsvOutput opened() throws IOException {
    CsvOutput current = output;
    if (current == null) {
      MeasuredFile created = MeasuredFile.createIn(directory);
      file = created;
      current = new CsvOutput(created);
      output = current;
      current.write(List.copyOf(header));
    }
    return current;
  }

  private MeasuredFile written() {
    MeasuredFile written = file;
    if (written == null) {
      throw new IllegalStateException("Nothing was written");
    }
    return written;
  }

  private static Refused unusableDisk(IOException failure) {
    return new Refused(
        RefusalCode.STORAGE_UNAVAILABLE,
        "the service cannot write to its local disk, or not read what it copies; try again later",
        failure);
  }

  @Override
  public void close() {
    space.release();
    MeasuredFile written = file;
    if (written != null) {
      try (written) {
        Files.deleteIfExists(written.path());
      } catch (IOException unused) {
        // The file may stay until the next start, which empties the directory.
      }
    }
  }
}
