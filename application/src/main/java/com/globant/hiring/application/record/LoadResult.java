package com.globant.hiring.application.record;

import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.domain.row.RowRejected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a load at its end, besides how it ended.
 *
 * @param bytes of the decoded body or files, as far as they were read
 * @param files how many files of a source were read; null for the body of a request
 * @param sha256 of the decoded body or, for a source, of the list of its files, in lower-case
 *     hexadecimals; null if not all was read
 * @param elapsedMillis from its beginning
 * @param errors the first {@link #SHOWN_ERRORS} refused rows, without their raw text
 * @param rejectsStored whether refused rows are in the {@link ReportStore}, under {@link
 *     LoadSubmission#rejectsKey}
 * @param rejectsKept how many refused rows were kept: the first ones, fewer than all of them if
 *     their file would have been too large
 * @param run of the job that wrote the rows; null if the service does that itself
 */
public record LoadResult(
    RowCounts rows,
    long bytes,
    @Nullable FilesRead files,
    @Nullable String sha256,
    long elapsedMillis,
    List<RowRejected> errors,
    boolean rejectsStored,
    long rejectsKept,
    @Nullable BulkRun run) {

  /** How many refused rows a result names. The file of refused rows has more of them. */
  public static final int SHOWN_ERRORS = 20;
}
