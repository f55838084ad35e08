package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import java.util.concurrent.CompletionStage;

/** Use case: gives a presigned URL of the refused rows of a load. */
public final class LinkRejects {
  private final CsvSpools spools;
  private final ReportStore store;

  public LinkRejects(CsvSpools spools, ReportStore store) {
    this.spools = spools;
    this.store = store;
  }

  /**
   * Gives a new URL. Fails with {@link Refused}.
   *
   * @param load that {@link LoadRecord#hasRejects has refused rows}
   * @param escapeFormulas whether cells that spreadsheets take for formulas get an apostrophe; a
   *     copy of the file is made and stored for that
   */
  public CompletionStage<PresignedUrl> run(LoadRecord load, boolean escapeFormulas) {
    LoadSubmission submission = load.submission();
    if (!escapeFormulas) {
      return store.presign(submission.rejectsKey());
    }
    String key = LoadSubmission.escapedRejectsKey(load.loadId(), submission.request().dryRun());
    return spools
        .copyEscaped(() -> store.read(submission.rejectsKey()))
        .thenCompose(
            spool ->
                spool
                    .finish()
                    .thenCompose(file -> store.put(key, submission.rejectsFileName(), file))
                    .whenComplete((link, failure) -> spool.close()));
  }
}
