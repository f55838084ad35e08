package com.globant.hiring.spark.write;

import com.globant.hiring.csv.CsvOutput;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.WorkFiles;
import com.globant.hiring.spark.write.SliceResult.RefusedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of refused rows, and what a result shows of them. Without rows there is no file. */
final class RefusedFile implements AutoCloseable {
  private final Job job;
  private final int number;
  private final List<RefusedRow> first = new ArrayList<>();
  private @Nullable RefusedRow last;
  private long count;
  private @Nullable CsvOutput out;

  /**
   * @param number among all files of refused rows, which is that of its slice
   */
  RefusedFile(Job job, int number) {
    this.job = job;
    this.number = number;
  }

  void add(RefusedRow row, String raw) {
    count++;
    last = row;
    if (first.size() < SliceResult.SHOWN) {
      first.add(row);
    }
    try {
      CsvOutput open = out;
      if (open == null) {
        open = new CsvOutput(job.files().create(WorkFiles.refused(number)));
        out = open;
      }
      open.write(
          Arrays.asList(
              row.file(), Long.toString(row.line()), row.column(), row.code(), row.message(), raw));
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  long count() {
    return count;
  }

  SliceResult result(long incomplete, HireCounts hires) {
    return new SliceResult(number, count, List.copyOf(first), last, incomplete, hires);
  }

  /** Does nothing if it is closed. */
  @Override
  public void close() {
    CsvOutput open = out;
    out = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  private UncheckedIOException failed(IOException failure) {
    return new UncheckedIOException("Cannot write the refused rows to " + job.files(), failure);
  }
}
