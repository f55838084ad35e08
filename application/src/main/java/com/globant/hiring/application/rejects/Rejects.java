package com.globant.hiring.application.rejects;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.file.StoredCsv;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.domain.row.RowRejected;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The refused rows of one load: the first ones for the answer, and as a CSV file all of them, or as
 * many as the file may have. Used by the load's thread.
 */
public final class Rejects implements AutoCloseable {
  private static final List<String> HEADER = List.of("line", "column", "code", "message", "raw");
  private static final List<String> HEADER_OF_SOURCE =
      List.of("file", "line", "column", "code", "message", "raw");

  private final CsvSpools spools;
  private final boolean fromSource;
  private final List<RowRejected> first = new ArrayList<>();
  private @Nullable CsvSpool spool;
  private boolean full;
  private long kept;

  /**
   * @param fromSource whether rows are in several files, which the file of refused rows names
   */
  public Rejects(CsvSpools spools, boolean fromSource) {
    this.spools = spools;
    this.fromSource = fromSource;
  }

  public void add(List<RowRejected> rejected) {
    for (RowRejected row : rejected) {
      if (first.size() < LoadResult.SHOWN_ERRORS) {
        first.add(row.withoutRaw());
      }
      keep(record(row));
    }
  }

  /** Shows these rows in the answer: the first ones of those that are {@link #copy copied}. */
  public void show(List<RowRejected> rejected) {
    rejected.stream().limit(LoadResult.SHOWN_ERRORS - first.size()).forEach(first::add);
  }

  /**
   * Adds rows that are in a file already.
   *
   * @param csv as {@link CsvSpool} writes it, without a header, with the columns of the file of
   *     refused rows; read to its end
   */
  public void copy(InputStream csv) throws IOException {
    try (StoredCsv rows = new StoredCsv(csv, 0)) {
      while (!full && !rows.isAtEnd()) {
        keep(rows.next());
      }
    }
  }

  private void keep(List<@Nullable String> record) {
    if (!full && opened().write(record)) {
      kept++;
    } else {
      full = true;
    }
  }

  private CsvSpool opened() {
    CsvSpool current = spool;
    if (current == null) {
      current = spools.createLimited(fromSource ? HEADER_OF_SOURCE : HEADER);
      spool = current;
    }
    return current;
  }

  private List<@Nullable String> record(RowRejected row) {
    List<@Nullable String> record =
        Arrays.asList(
            row.file(),
            Long.toString(row.line()),
            row.column(),
            row.code().wireName(),
            row.message(),
            row.raw().toString());
    return fromSource ? record : record.subList(1, record.size());
  }

  public List<RowRejected> first() {
    return List.copyOf(first);
  }

  /** How many refused rows the file has: the first ones. */
  public long kept() {
    return kept;
  }

  /** Stores the file and gives its URL; null if no row was kept. */
  public @Nullable URI store(ReportStore store, LoadSubmission load) {
    CsvSpool current = spool;
    if (current == null || kept == 0) {
      return null;
    }
    return await(store.put(load.rejectsKey(), load.rejectsFileName(), current.finish())).url();
  }

  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }
}
