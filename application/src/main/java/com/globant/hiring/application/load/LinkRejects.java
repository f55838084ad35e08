package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import java.util.concurrent.CompletionStage;

/** Use case: gives a presigned URL of the refused rows of a load. */
public final class LinkRejects {
  private final Workers copiers;
  private final CsvSpools spools;
  private final ReportStore store;

  /**
   * @param copiers copy files from the store to local disk and back
   */
  public LinkRejects(Workers copiers, CsvSpools spools, ReportStore store) {
    this.copiers = copiers;
    this.spools = spools;
    this.store = store;
  }

  /**
   * Gives a new URL. Fails with {@link Refused}.
   *
   * @param load that {@link LoadRecord#hasRejects has refused rows}
   * @param escapeFormulas whether cells that spreadsheets take for formulas get an apostrophe; then
   *     a copy of the file is made and stored
   */
  public CompletionStage<PresignedUrl> run(LoadRecord load, boolean escapeFormulas) {
    return escapeFormulas
        ? copiers.call(() -> escapedCopy(load.submission()))
        : store.presign(load.submission().rejectsKey());
  }

  private PresignedUrl escapedCopy(LoadSubmission load) {
    String key = LoadSubmission.escapedRejectsKey(load.loadId(), load.request().dryRun());
    try (CsvSpool copy = spools.copyEscaped(await(store.read(load.rejectsKey())))) {
      return await(store.put(key, load.rejectsFileName(), copy.finish()));
    }
  }
}
