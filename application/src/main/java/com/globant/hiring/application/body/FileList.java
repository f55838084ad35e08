package com.globant.hiring.application.body;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.file.StoredCsv;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files of a source as they were found, as a CSV file with their names, sizes and versions. It
 * shows later what a load has read. Used by the load's thread, which it blocks.
 */
public final class FileList implements AutoCloseable {
  private static final List<String> HEADER = List.of("file", "bytes", "version");

  private final CsvSpool spool;
  private final CsvFile written;

  public FileList(CsvSpools spools, List<SourceFile> files) {
    this.spool = spools.create(HEADER);
    try {
      for (SourceFile file : files) {
        spool.write(List.of(file.name(), Long.toString(file.bytes()), file.version()));
      }
      this.written = spool.finish();
    } catch (RuntimeException failure) {
      spool.close();
      throw failure;
    }
  }

  /** The same if and only if the files are the same. */
  public String sha256() {
    return written.sha256();
  }

  /** Stores the list under a key; browsers save it as {@code fileName}. */
  public void store(ReportStore store, String key, String fileName) {
    await(store.put(key, fileName, written));
  }

  /** The files of a list that was stored under this key. */
  public static List<SourceFile> read(ReportStore store, String key) {
    List<SourceFile> files = new ArrayList<>();
    try (StoredCsv list = new StoredCsv(await(store.read(key, 0)), 0)) {
      list.next(); // the header
      while (!list.isAtEnd()) {
        List<@Nullable String> cells = list.next();
        files.add(new SourceFile(cell(cells, 0), Long.parseLong(cell(cells, 1)), cell(cells, 2)));
      }
      return files;
    } catch (IOException failure) {
      throw new Refused(
          RefusalCode.STORAGE_UNAVAILABLE,
          "the list of the load's files could not be read from the store; try again later",
          failure);
    }
  }

  private static String cell(List<@Nullable String> cells, int index) {
    return Objects.requireNonNullElse(cells.get(index), "");
  }

  @Override
  public void close() {
    spool.close();
  }
}
