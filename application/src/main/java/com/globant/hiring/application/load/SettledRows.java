package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.rejects.Rejects;
import com.globant.hiring.domain.row.RowRejected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one load that are written or refused, in the order of the file. Used by the load's
 * thread.
 */
final class SettledRows {
  /** By files in the order of the bytes of their names, then by lines. */
  private static final Comparator<RowRejected> IN_ORDER =
      Comparator.comparing(SettledRows::bytesOfFile, Arrays::compareUnsigned)
          .thenComparingLong(RowRejected::line);

  private final LoadRequest request;
  private final Rejects rejects;
  private @Nullable FileStart start;
  private volatile RowCounts counts = RowCounts.NONE;

  SettledRows(LoadRequest request, Rejects rejects) {
    this.request = request;
    this.rejects = rejects;
  }

  /** For any thread. */
  RowCounts counts() {
    return counts;
  }

  /** A file is read that begins like this. */
  void begin(FileStart file) {
    start = file;
  }

  /**
   * Counts the rows of a batch and keeps those that were refused, in the order of their lines.
   *
   * @param file the beginning of their file; null if they are of several files
   * @throws Refused if these are more than the request allows
   */
  void add(@Nullable FileStart file, List<RowRejected> refusedByRules, Written written) {
    counts = counts.plus(written.counts(refusedByRules.size()));
    List<RowRejected> refused = new ArrayList<>(refusedByRules);
    refused.addAll(written.rejected());
    if (request.source() == null) {
      refused.sort(Comparator.comparingLong(RowRejected::line));
    } else {
      refused.sort(IN_ORDER);
    }
    long allowed = request.abortOnError() ? 0 : request.maxErrors();
    if (counts.rejected() <= allowed) {
      rejects.add(refused);
      return;
    }
    // The row that is one too many is the last one that is kept.
    int kept = (int) (allowed + 1 - (counts.rejected() - refused.size()));
    rejects.add(refused.subList(0, kept));
    throw tooMany(refused.get(kept - 1), file);
  }

  private Refused tooMany(RowRejected last, @Nullable FileStart file) {
    if (request.abortOnError()) {
      return new Refused(
          RefusalCode.ABORTED_ON_ERROR,
          "%s: %s; the first refused row ends this load%s"
              .formatted(place(last), last.message(), delimiterHint(file)));
    }
    return new Refused(
        RefusalCode.TOO_MANY_ERRORS,
        "%s: %s; that is one refused row more than the %d that are allowed%s"
            .formatted(place(last), last.message(), request.maxErrors(), delimiterHint(file)));
  }

  private static byte[] bytesOfFile(RowRejected row) {
    return String.valueOf(row.file()).getBytes(StandardCharsets.UTF_8);
  }

  private static String place(RowRejected row) {
    String line = "line " + row.line();
    return row.file() == null ? line : row.file() + ", " + line;
  }

  /** Only if no row at all was accepted. */
  private String delimiterHint(@Nullable FileStart file) {
    return counts.accepted() == 0 && file != null ? file.delimiterHint() : "";
  }

  /**
   * @throws Refused if no row was accepted
   */
  void requireAcceptedRow() {
    if (counts.accepted() > 0) {
      return;
    }
    if (counts.read() > 0) {
      throw new Refused(
          RefusalCode.NO_ROWS_ACCEPTED,
          "none of the %d rows was accepted; mend the rows named in errors and %s again%s"
              .formatted(
                  counts.read(),
                  request.source() == null ? "send the file" : "load the source",
                  delimiterHint(start)));
    }
    if (request.source() != null) {
      throw new Refused(
          RefusalCode.NO_ROWS_ACCEPTED,
          "the files of the source have no rows; load some that have");
    }
    throw start != null && start.headerSeen()
        ? new Refused(
            RefusalCode.NO_ROWS_ACCEPTED, "the file has a header and no rows; send one with rows")
        : new Refused(RefusalCode.EMPTY_BODY, "the body holds no rows; send the file as the body");
  }
}
