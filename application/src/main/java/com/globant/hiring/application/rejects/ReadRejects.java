package com.globant.hiring.application.rejects;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.file.StoredCsv;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadSubmission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Use case: gives the refused rows of a load, as a presigned URL, as a file or in pages.
 *
 * <p>All of it fails with {@link Refused}, and takes a load that {@link LoadRecord#hasRejects has
 * refused rows}.
 */
public final class ReadRejects {
  /** A page ends after this many bytes of the file, since a single row may have megabytes. */
  private static final long PAGE_BYTES = 1 << 20;

  private final Workers copiers;
  private final CsvSpools spools;
  private final ReportStore store;

  /**
   * A refused row.
   *
   * @param file the name of the file that the row is in; null unless the load has a source
   * @param line see {@code RowRejected}
   * @param raw the whole record as it is in the body
   */
  public record RejectedRow(
      @Nullable String file,
      long line,
      @Nullable String column,
      String code,
      String message,
      String raw) {

    private static RejectedRow of(List<@Nullable String> cells, boolean fromSource, long offset) {
      try {
        int first = fromSource ? 1 : 0;
        return new RejectedRow(
            fromSource ? text(cells, 0) : null,
            Long.parseLong(text(cells, first)),
            cells.get(first + 1),
            text(cells, first + 2),
            text(cells, first + 3),
            text(cells, first + 4));
      } catch (NumberFormatException | IndexOutOfBoundsException noRow) {
        throw new Refused(
            RefusalCode.INVALID_PARAMETER,
            "no refused row begins at %d; after must be what a page had as next".formatted(offset),
            noRow);
      }
    }

    private static String text(List<@Nullable String> cells, int index) {
      String cell = cells.get(index);
      return cell == null ? "" : cell;
    }
  }

  /**
   * Some refused rows, in file order.
   *
   * @param next where the following page begins; null on the last one
   */
  public record Page(List<RejectedRow> rows, @Nullable Long next) {}

  /**
   * Which rows a page has.
   *
   * @param after the {@link Page#next} of the page before, 0 for the first page
   * @param limit at most this many rows, at least 1; fewer if they are long
   * @param code only rows that were refused for this reason, or null
   * @param column only rows that were refused for this column, or null
   */
  public record Wanted(long after, int limit, @Nullable String code, @Nullable String column) {
    private boolean matches(RejectedRow row) {
      return (code == null || code.equals(row.code()))
          && (column == null || column.equals(row.column()));
    }
  }

  /**
   * @param copiers read files from the store, and copy them to local disk and back
   */
  public ReadRejects(Workers copiers, CsvSpools spools, ReportStore store) {
    this.copiers = copiers;
    this.spools = spools;
    this.store = store;
  }

  /**
   * Gives a new URL of the file.
   *
   * @param escapeFormulas whether cells that spreadsheets take for formulas get an apostrophe; then
   *     a copy of the file is made and stored
   */
  public CompletionStage<PresignedUrl> link(LoadRecord load, boolean escapeFormulas) {
    return escapeFormulas
        ? copiers.call(() -> escapedCopy(load.submission()))
        : store.presign(load.submission().rejectsKey());
  }

  private PresignedUrl escapedCopy(LoadSubmission load) {
    String key = LoadSubmission.escapedRejectsKey(load.loadId(), load.request().dryRun());
    try (CsvSpool copy = copied(load, true)) {
      return await(store.put(key, load.rejectsFileName(), copy.finish()));
    }
  }

  /**
   * Copies the file to local disk, so that a slow client keeps no connection to the store.
   *
   * @param escapeFormulas as for {@link #link}
   * @return to be {@link CsvSpool#finish finished} and closed by the caller
   */
  public CompletionStage<CsvSpool> copy(LoadRecord load, boolean escapeFormulas) {
    return copiers.call(() -> copied(load.submission(), escapeFormulas));
  }

  private CsvSpool copied(LoadSubmission load, boolean escapeFormulas) {
    return spools.copy(await(store.read(load.rejectsKey(), 0)), escapeFormulas);
  }

  /** Gives a page. Fails with {@code invalid_parameter} if none begins where it should. */
  public CompletionStage<Page> page(LoadRecord load, Wanted wanted) {
    return copiers.call(() -> read(load.submission(), wanted));
  }

  private Page read(LoadSubmission load, Wanted wanted) {
    boolean fromSource = load.request().source() != null;
    try (StoredCsv file =
        new StoredCsv(await(store.read(load.rejectsKey(), wanted.after())), wanted.after())) {
      if (wanted.after() == 0 && !file.isAtEnd()) {
        file.next(); // the header
      }
      List<RejectedRow> rows = new ArrayList<>();
      long bytes = 0;
      while (!file.isAtEnd() && rows.size() < wanted.limit() && bytes < PAGE_BYTES) {
        long begin = file.offset();
        RejectedRow row = RejectedRow.of(file.next(), fromSource, begin);
        if (wanted.matches(row)) {
          rows.add(row);
          bytes += file.offset() - begin;
        }
      }
      return new Page(rows, file.isAtEnd() ? null : file.offset());
    } catch (IOException failure) {
      throw new Refused(
          RefusalCode.STORAGE_UNAVAILABLE,
          "the refused rows could not be read from the store; try again later",
          failure);
    }
  }
}
