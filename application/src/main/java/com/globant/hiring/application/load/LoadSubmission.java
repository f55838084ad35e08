package com.globant.hiring.application.load;

import com.globant.hiring.application.file.ReportStore;
import org.jspecify.annotations.Nullable;

/**
 * A request to load a file.
 *
 * @param loadId names the load in answers, logs and the database, and no other ever; at most 36
 *     characters
 * @param client the name of who sends it, or null where nobody needs one
 * @param requestId of the request that brings it
 * @param idempotencyKey under which a repetition of the request is known, of 1 to 255 characters of
 *     ASCII, or null
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

  /** Under which browsers save them. */
  public String rejectsFileName() {
    return "rejects-%s-%s.csv".formatted(request.table().name(), loadId);
  }

  /** Where they are with formulas escaped, once that was asked for. */
  public static String escapedRejectsKey(String loadId, boolean dryRun) {
    return rejectsKey(loadId + "-escaped", dryRun);
  }

  /**
   * Where the refused rows of a load are in the {@link ReportStore}. Those of dry runs have a
   * folder of their own, so that a rule of the bucket can delete them too.
   */
  public static String rejectsKey(String loadId, boolean dryRun) {
    return (dryRun ? "rejects/dry-run/" : "rejects/") + loadId + ".csv";
  }
}
