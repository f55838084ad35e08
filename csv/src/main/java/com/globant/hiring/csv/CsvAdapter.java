package com.globant.hiring.csv;

import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.load.RowReader;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Makes the reader of bodies and the writer of CSV files, and owns the threads that do the work of
 * both. For any thread.
 */
public final class CsvAdapter implements AutoCloseable {
  /**
   * Bounds of what is read and written.
   *
   * @param concurrentLoads how many bodies are read at once, at least 1; more of them wait. Each
   *     takes a thread while it is read, also while its client sends nothing
   * @param fieldLimit largest field that is read, in bytes of UTF-8, from 1 to 67,108,863; a whole
   *     record may have eight times as many characters
   * @param memoryBytes bytes of heap for the rows of all loads; see {@link #bytesOfLargestRecord}
   * @param spoolBytesOfEach largest limited CSV file
   * @param spoolBytesOfAll most bytes of all limited CSV files that are there at the same time
   */
  public record Settings(
      int concurrentLoads,
      int fieldLimit,
      long memoryBytes,
      long spoolBytesOfEach,
      long spoolBytesOfAll) {}

  /** Largest field that is read unless told otherwise, in bytes of UTF-8. */
  public static final int DEFAULT_FIELD_LIMIT = 128 * 1024;

  /** How long a load waits for the memory of a large record. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Enough for local disks; apart from the readers, which may all be waiting for their clients. */
  private static final int DISK_WORKERS = 2;

  private final Workers readers;
  private final Workers writers = new Workers("hiring-spool", DISK_WORKERS);

  /** One, since each reads a file from the bucket and writes it to local disk. */
  private final Workers copiers = new Workers("hiring-copy", 1);

  private final RowReader rowReader;
  private final CsvSpools csvSpools;

  /**
   * @param settings of what is read and written
   * @param spoolDirectory where CSV files are until they are closed; made when the first is, where
   *     it is missing, for its owner alone
   */
  public CsvAdapter(Settings settings, Path spoolDirectory) {
    Limits limits = new Limits(settings.fieldLimit());
    this.readers = new Workers("hiring-reader", settings.concurrentLoads());
    this.rowReader =
        new FastCsvRowReader(
            readers,
            limits,
            new MemoryBudget(settings.memoryBytes(), limits.largestRecordBytes(), PATIENCE));
    this.csvSpools =
        new FastCsvSpools(
            writers,
            copiers,
            spoolDirectory,
            new SpoolSpace(settings.spoolBytesOfEach(), settings.spoolBytesOfAll()));
  }

  /**
   * Bytes of heap that each load takes for itself, whatever its rows, besides {@link
   * Settings#memoryBytes}.
   */
  public static long bytesOfEachLoad() {
    return LoadMemory.OWN_BYTES;
  }

  /**
   * Bytes of heap that the largest record takes: the least that {@link Settings#memoryBytes} may
   * be.
   *
   * @param fieldLimit largest field that is read, in bytes of UTF-8
   */
  public static long bytesOfLargestRecord(int fieldLimit) {
    return new Limits(fieldLimit).largestRecordBytes();
  }

  /** Reads CSV and JSON bodies; fails with {@code draining} once this is closed. */
  public RowReader rowReader() {
    return rowReader;
  }

  /** Writes CSV files; fails with {@code draining} once this is closed. */
  public CsvSpools csvSpools() {
    return csvSpools;
  }

  /** Lets the threads end as soon as what they do is done; does not wait for them. */
  @Override
  public void close() {
    readers.close();
    writers.close();
    copiers.close();
  }
}
