package com.globant.hiring.application;

import com.globant.hiring.domain.Report;
import com.globant.hiring.domain.ReportRow;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Use case: answers a report as a CSV file, by itself or behind a presigned URL. */
public final class PublishReport {
  private final HiringReports reports;
  private final CsvSpools spools;
  private final ReportStore store;
  private final String schema;

  /**
   * @param schema the schema that is reported on, one of the configured
   */
  public PublishReport(HiringReports reports, CsvSpools spools, ReportStore store, String schema) {
    this.reports = reports;
    this.spools = spools;
    this.store = store;
    this.schema = schema;
  }

  /** A report that was stored under a key of its own. */
  public record Published(PresignedUrl link, long rows) {}

  /** A report on local disk, until it is closed. */
  public record Rendered(CsvFile file, CsvSpool spool) implements AutoCloseable {
    @Override
    public void close() {
      spool.close();
    }
  }

  /**
   * Computes a report, stores it and gives its URL.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   */
  public CompletionStage<Published> publish(Report report, int year) {
    String key = "reports/%s/%d/%s.csv".formatted(report.reportName(), year, UUID.randomUUID());
    return render(report, year)
        .thenCompose(
            rendered ->
                store
                    .put(key, rendered.file())
                    .thenApply(link -> new Published(link, rendered.file().records()))
                    .whenComplete((published, failure) -> rendered.close()));
  }

  /**
   * Computes a report.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   * @return to be closed by the caller
   */
  public CompletionStage<Rendered> render(Report report, int year) {
    return reports.rows(report, schema, year).thenCompose(rows -> spooled(report, rows));
  }

  private CompletionStage<Rendered> spooled(Report report, List<? extends ReportRow> rows) {
    CsvSpool spool = spools.create(report.header());
    CompletionStage<Void> written =
        rows.isEmpty()
            ? CompletableFuture.completedStage(null)
            : spool.write(rows.stream().map(ReportRow::cells).toList());
    return written
        .thenCompose(nothing -> spool.finish())
        .thenApply(file -> new Rendered(file, spool))
        .whenComplete(
            (rendered, failure) -> {
              if (failure != null) {
                spool.close();
              }
            });
  }
}
