package com.globant.hiring.application;

import com.globant.hiring.application.MadeReports.Made;
import com.globant.hiring.domain.Report;
import com.globant.hiring.domain.ReportRow;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Use case: answers a report as a CSV file, by itself or behind a presigned URL. What was stored is
 * linked to again as long as nothing has been loaded since, by whichever instance.
 */
public final class PublishReport {
  private final HiringReports reports;
  private final CsvSpools spools;
  private final ReportStore store;
  private final ReportObserver observer;
  private final String schema;
  private final MadeReports made;

  /**
   * @param schema the schema that is reported on, one of the configured
   * @param reuse how long after it was stored a report may be linked to anew; the store has to keep
   *     it for that long and for the time that a URL lasts; zero stores every report anew
   */
  public PublishReport(
      HiringReports reports,
      CsvSpools spools,
      ReportStore store,
      ReportObserver observer,
      String schema,
      Clock clock,
      Duration reuse) {
    this.reports = reports;
    this.spools = spools;
    this.store = store;
    this.observer = observer;
    this.schema = schema;
    this.made = new MadeReports(clock, reuse);
  }

  /** A report that is stored under a key of its own. */
  public record Published(PresignedUrl link, long rows) {}

  /** A report on local disk, until it is closed. */
  public record Rendered(CsvFile file, CsvSpool spool) implements AutoCloseable {
    @Override
    public void close() {
      spool.close();
    }
  }

  /**
   * Gives a new URL of a report, which is computed and stored before unless that was done for the
   * same content.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   */
  public CompletionStage<Published> publish(Report report, int year) {
    long asked = System.nanoTime();
    return reports
        .version(schema)
        .thenCompose(
            version -> {
              Optional<Made> known = made.find(report, year, version);
              String key = known.map(Made::key).orElse(null);
              return key == null
                  ? stored(report, year, version)
                      .thenApply(published -> observed(report, false, asked, published))
                  : store
                      .presign(key)
                      .thenApply(link -> new Published(link, known.orElseThrow().rows()))
                      .thenApply(published -> observed(report, true, asked, published));
            });
  }

  private CompletionStage<Published> stored(Report report, int year, String version) {
    String key = "reports/%s/%d/%s.csv".formatted(report.reportName(), year, UUID.randomUUID());
    return computed(report, year)
        .thenCompose(
            rendered ->
                store
                    .put(key, rendered.file())
                    .thenApply(
                        link -> {
                          made.keep(report, year, version, rendered.file(), key);
                          return new Published(link, rendered.file().records());
                        })
                    .whenComplete((published, failure) -> rendered.close()));
  }

  /**
   * The SHA-256 of a report's file in lower-case hexadecimals, where it was made before and nothing
   * has changed since.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   */
  public CompletionStage<Optional<String>> unchanged(Report report, int year) {
    return reports
        .version(schema)
        .thenApply(version -> made.find(report, year, version).map(Made::sha256));
  }

  /**
   * Computes a report.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   * @return to be closed by the caller
   */
  public CompletionStage<Rendered> render(Report report, int year) {
    long asked = System.nanoTime();
    return reports
        .version(schema)
        .thenCompose(
            version ->
                computed(report, year)
                    .thenApply(
                        rendered -> {
                          if (made.find(report, year, version).isEmpty()) {
                            made.keep(report, year, version, rendered.file(), null);
                          }
                          return observed(report, false, asked, rendered);
                        }));
  }

  private <T> T observed(Report report, boolean stored, long asked, T ready) {
    observer.ready(report, stored, Duration.ofNanos(System.nanoTime() - asked));
    return ready;
  }

  private CompletionStage<Rendered> computed(Report report, int year) {
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
