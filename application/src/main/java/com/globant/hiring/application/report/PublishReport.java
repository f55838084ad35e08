package com.globant.hiring.application.report;

import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.report.MadeReports.Made;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import com.globant.hiring.domain.row.Formula;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

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

  /** Bytes of {@link Kept} that may be under way: slow clients hold what is not kept any more. */
  private final Semaphore loans = new Semaphore(MadeReports.MOST_CONTENT);

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

  /** A report as a CSV file, there until it is closed, once. */
  public sealed interface Rendered extends AutoCloseable {

    /** Of the file, in lower-case hexadecimals. */
    String sha256();

    @Override
    void close();
  }

  /**
   * A report in memory, which was asked for before.
   *
   * @param content read-only; each call gives a buffer with a position of its own
   * @param letGo to be run once
   */
  public record Kept(String sha256, ByteBuffer content, Runnable letGo) implements Rendered {

    @Override
    public ByteBuffer content() {
      return content.duplicate();
    }

    @Override
    public void close() {
      letGo.run();
    }
  }

  /** A report on local disk. */
  public record Spooled(CsvFile file, CsvSpool spool) implements Rendered {

    @Override
    public String sha256() {
      return file.sha256();
    }

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
   * @param escapeFormulas whether texts that spreadsheets take for formulas get an apostrophe; see
   *     {@link Formula}
   */
  public CompletionStage<Published> publish(Report report, int year, boolean escapeFormulas) {
    long asked = System.nanoTime();
    return reports
        .version(schema)
        .thenCompose(
            version -> {
              Optional<Made> known = made.find(report, year, escapeFormulas, version);
              String key = known.map(Made::key).orElse(null);
              return key == null
                  ? stored(report, year, escapeFormulas, version)
                      .thenApply(published -> observed(report, false, asked, published))
                  : store
                      .presign(key)
                      .thenApply(link -> new Published(link, known.orElseThrow().rows()))
                      .thenApply(published -> observed(report, true, asked, published));
            });
  }

  private CompletionStage<Published> stored(
      Report report, int year, boolean escapeFormulas, String version) {
    String key = "reports/%s/%d/%s.csv".formatted(report.reportName(), year, UUID.randomUUID());
    return computed(report, year, escapeFormulas)
        .thenCompose(
            spooled ->
                store
                    .put(key, report.fileName(year), spooled.file())
                    .thenApply(
                        link -> {
                          made.keep(
                              report, year, escapeFormulas, version, spooled.file(), key, null);
                          return new Published(link, spooled.file().records());
                        })
                    .whenComplete((published, failure) -> spooled.close()));
  }

  /**
   * The SHA-256 of a report's file in lower-case hexadecimals, where it was made before and nothing
   * has changed since.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   * @param escapeFormulas whether texts that spreadsheets take for formulas get an apostrophe; see
   *     {@link Formula}
   */
  public CompletionStage<Optional<String>> unchanged(
      Report report, int year, boolean escapeFormulas) {
    return reports
        .version(schema)
        .thenApply(version -> made.find(report, year, escapeFormulas, version).map(Made::sha256));
  }

  /**
   * Gives a report, which is computed before unless that was done for the same content, it is small
   * and not under way to many others.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   * @param escapeFormulas whether texts that spreadsheets take for formulas get an apostrophe; see
   *     {@link Formula}
   * @return to be closed by the caller
   */
  public CompletionStage<Rendered> render(Report report, int year, boolean escapeFormulas) {
    long asked = System.nanoTime();
    return reports
        .version(schema)
        .thenCompose(
            version -> {
              Optional<Kept> kept =
                  made.find(report, year, escapeFormulas, version).flatMap(this::lent);
              return kept.isPresent()
                  ? CompletableFuture.completedStage(observed(report, true, asked, kept.get()))
                  : computed(report, year, escapeFormulas)
                      .thenCompose(spooled -> kept(report, year, escapeFormulas, version, spooled))
                      .thenApply(rendered -> observed(report, false, asked, rendered));
            });
  }

  private Optional<Kept> lent(Made known) {
    ByteBuffer content = known.content();
    if (content == null || !loans.tryAcquire(content.capacity())) {
      return Optional.empty();
    }
    return Optional.of(new Kept(known.sha256(), content, () -> loans.release(content.capacity())));
  }

  private CompletionStage<Rendered> kept(
      Report report, int year, boolean escapeFormulas, String version, Spooled spooled) {
    CsvFile file = spooled.file();
    CompletionStage<@Nullable ByteBuffer> content =
        file.bytes() > MadeReports.LARGEST_CONTENT
            ? CompletableFuture.completedStage(null)
            : spooled
                .spool()
                .content()
                .thenApply(bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    return content
        .<Rendered>thenApply(
            small -> {
              made.keep(report, year, escapeFormulas, version, file, null, small);
              return spooled;
            })
        .whenComplete(
            (rendered, failure) -> {
              if (failure != null) {
                spooled.close();
              }
            });
  }

  private <T> T observed(Report report, boolean stored, long asked, T ready) {
    observer.ready(report, stored, Duration.ofNanos(System.nanoTime() - asked));
    return ready;
  }

  private CompletionStage<Spooled> computed(Report report, int year, boolean escapeFormulas) {
    return reports
        .rows(report, schema, year)
        .thenCompose(rows -> spooled(report, rows, escapeFormulas));
  }

  private CompletionStage<Spooled> spooled(
      Report report, List<? extends ReportRow> rows, boolean escapeFormulas) {
    CsvSpool spool = spools.create(report.header());
    CompletionStage<Long> written =
        rows.isEmpty()
            ? CompletableFuture.completedStage(0L)
            : spool.write(
                rows.stream()
                    .map(row -> escapeFormulas ? escaped(report, row.cells()) : row.cells())
                    .toList());
    return written
        .thenCompose(records -> spool.finish())
        .thenApply(file -> new Spooled(file, spool))
        .whenComplete(
            (spooled, failure) -> {
              if (failure != null) {
                spool.close();
              }
            });
  }

  private static List<@Nullable String> escaped(Report report, List<@Nullable String> cells) {
    List<@Nullable String> escaped = new ArrayList<>(cells);
    for (int column = 0; column < escaped.size(); column++) {
      if (report.isText(column)) {
        escaped.set(column, Formula.escaped(escaped.get(column)));
      }
    }
    return escaped;
  }
}
