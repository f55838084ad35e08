package com.globant.hiring.application.record;

import com.globant.hiring.application.file.ReportStore;
import org.jspecify.annotations.Nullable;

/**
 * A request to load a file.
 *
 * @param loadId identifies the load in answers, logs and the database; unique, at most 36
 *     characters
 * @param client the name of the client, or null without authentication
 * @param requestId of the HTTP request
 * @param idempotencyKey by which a repetition of the request is recognised, of 1 to 255 characters
 *     of ASCII, or null
 */
public record LoadSubmission(
    String loadId,
    LoadRequest request,
    @Nullable String client,
    String requestId,
    @Nullable String idempotencyKey) {

  /** Where its refused rows are in the {@link ReportStore}. */
  public String rejectsKey() {
    return rejectsKey(loadId, request.dryRun());
  }

  /**
   * The file name under which browsers save them. Characters of the table's name that file systems
   * or headers may not have are replaced.
   */
  public String rejectsFileName() {
    String table = request.table().name().replaceAll("[^A-Za-z0-9._-]", "_");
    return "rejects-%s-%s.csv".formatted(table, loadId);
  }

  /** Where their copy with escaped formulas is, after it was requested. */
  public static String escapedRejectsKey(String loadId, boolean dryRun) {
    return rejectsKey(loadId + "-escaped", dryRun);
  }

  /** Where the list of the files of its source is in the {@link ReportStore}. */
  public String fileListKey() {
    return "sources/%s.csv".formatted(loadId);
  }

  /** The file name under which browsers save that list. */
  public String fileListName() {
    return "files-%s.csv".formatted(loadId);
  }

  /** Where the hires that a dry run has counted are in the {@link ReportStore}. */
  public String hiresKey() {
    return "reports/dry-run/%s.csv".formatted(loadId);
  }

  /** The file name under which browsers save them. */
  public String hiresFileName() {
    return "hires-%s.csv".formatted(loadId);
  }

  /**
   * Where the refused rows of a load are in the {@link ReportStore}. Those of dry runs have a
   * folder of their own: a lifecycle rule of the bucket can delete them too.
   */
  public static String rejectsKey(String loadId, boolean dryRun) {
    return (dryRun ? "rejects/dry-run/" : "rejects/") + loadId + ".csv";
  }
}
