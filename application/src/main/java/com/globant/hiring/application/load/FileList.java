package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.record.LoadSubmission;
import java.util.List;

/**
 * The files of a source as they were found, as a CSV file with their names, sizes and versions. It
 * shows later what a load has read. Used by the load's thread, which it blocks.
 */
final class FileList implements AutoCloseable {
  private static final List<String> HEADER = List.of("file", "bytes", "version");

  private final CsvSpool spool;
  private final CsvFile written;

  FileList(CsvSpools spools, List<SourceFile> files) {
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
  String sha256() {
    return written.sha256();
  }

  void store(ReportStore store, LoadSubmission load) {
    await(store.put(load.fileListKey(), load.fileListName(), written));
  }

  @Override
  public void close() {
    spool.close();
  }
}
