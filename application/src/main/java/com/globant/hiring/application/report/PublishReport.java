package com.globant.hiring.application.report;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Workers;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.report.ReportCache.CachedReport;
import com.globant.hiring.application.report.ReportCache.Question;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Use case: gives a report as a CSV file, or a presigned URL of it. A stored report is linked to
 * again until some instance loads anything.
 */
public final class PublishReport {
  private final Workers workers;
  private final HiringReports reports;
  private final CsvSpools spools;
  private final ReportStore store;
  private final ReportObserver observer;
  private final String schema;
  private final ReportCache cache;

  /** Whose hires are reported in place of those of the table, or null. */
  private final @Nullable LoadSubmission dryRun;

  /** Bounds the bytes of {@link Kept} that slow clients hold, also after the cache dropped them. */
  private final Semaphore loans = new Semaphore(ReportCache.MOST_CONTENT);

  /**
   * @param workers the threads that compute and store reports
   * @param schema the schema that is reported on, one of the configured
   * @param reuse for how long a stored report may be linked to again. The store must keep it for
   *     this time and the lifetime of a URL. Zero stores every report again
   */
  public PublishReport(
      Workers workers,
      HiringReports reports,
      CsvSpools spools,
      ReportStore store,
      ReportObserver observer,
      String schema,
      Clock clock,
      Duration reuse) {
    this.workers = workers;
    this.reports = reports;
    this.spools = spools;
    this.store = store;
    this.observer = observer;
    this.schema = schema;
    this.dryRun = null;
    this.cache = new ReportCache(clock, reuse);
  }

  /**
   * The same for the hires that a dry run has counted, as if they had replaced those of its schema.
   * Nothing of it is cached.
   *
   * @param load one of those that {@link LoadRecord#hasReports have reports}
   */
  public PublishReport ofDryRun(LoadSubmission load) {
    return new PublishReport(this, load);
  }

  private PublishReport(PublishReport ofTables, LoadSubmission dryRun) {
    this.workers = ofTables.workers;
    this.reports = ofTables.reports;
    this.spools = ofTables.spools;
    this.store = ofTables.store;
    this.observer = ofTables.observer;
    this.schema = dryRun.request().schema();
    this.dryRun = dryRun;
    this.cache = new ReportCache(Clock.systemUTC(), Duration.ZERO);
  }

  /** A report that is stored. */
  public record Published(PresignedUrl link, long rows) {}

  /** A report as a CSV file, until it is closed. It must be closed exactly once. */
  public sealed interface Rendered extends AutoCloseable {

    /** Of the file, in lower-case hexadecimals. */
    String sha256();

    @Override
    void close();
  }

  /**
   * A report in memory.
   *
   * @param content read-only; each call gives a buffer with a position of its own
   * @param release frees the memory; run once
   */
  public record Kept(String sha256, ByteBuffer content, Runnable release) implements Rendered {

    @Override
    public ByteBuffer content() {
      return content.duplicate();
    }

    @Override
    public void close() {
      release.run();
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
   * Gives a new URL of a report. Computes and stores it first, unless that was done for the same
   * content of the tables.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   * @param escapeFormulas whether texts that spreadsheets take for formulas get an apostrophe; see
   *     {@link Formula}
   */
  public CompletionStage<Published> publish(Report report, int year, boolean escapeFormulas) {
    return workers.call(() -> published(new Question(report, year, escapeFormulas)));
  }

  private Published published(Question question) {
    long asked = System.nanoTime();
    String version = await(reports.version(schema));
    CachedReport known = cache.find(question, version).orElse(null);
    String key = known == null ? null : known.key();
    Published published =
        known == null || key == null
            ? store(question, version)
            : new Published(await(store.presign(key)), known.rows());
    observe(question, key != null, asked);
    return published;
  }

  private Published store(Question question, String version) {
    Report report = question.report();
    int year = question.year();
    String key = "reports/%s/%d/%s.csv".formatted(report.reportName(), year, UUID.randomUUID());
    try (Spooled spooled = computed(question)) {
      CsvFile file = spooled.file();
      PresignedUrl link = await(store.put(key, report.fileName(year), file));
      cache.keep(question, version, file, key, null);
      return new Published(link, file.records());
    }
  }

  /**
   * The SHA-256 of a report's file in lower-case hexadecimals, if it was computed before and
   * nothing has changed since.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   * @param escapeFormulas whether texts that spreadsheets take for formulas get an apostrophe; see
   *     {@link Formula}
   */
  public CompletionStage<Optional<String>> unchanged(
      Report report, int year, boolean escapeFormulas) {
    return reports
        .version(schema)
        .thenApply(
            version ->
                cache
                    .find(new Question(report, year, escapeFormulas), version)
                    .map(CachedReport::sha256));
  }

  /**
   * Gives a report. Computes it, unless it is in the cache and not being sent to too many clients.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   * @param escapeFormulas whether texts that spreadsheets take for formulas get an apostrophe; see
   *     {@link Formula}
   * @return to be closed by the caller
   */
  public CompletionStage<Rendered> render(Report report, int year, boolean escapeFormulas) {
    return workers.call(() -> rendered(new Question(report, year, escapeFormulas)));
  }

  private Rendered rendered(Question question) {
    long asked = System.nanoTime();
    String version = await(reports.version(schema));
    Optional<Kept> kept = cache.find(question, version).flatMap(this::lent);
    Rendered rendered = kept.isPresent() ? kept.get() : spooled(question, version);
    observe(question, kept.isPresent(), asked);
    return rendered;
  }

  /** The content of a report, unless others that are being sent take too much memory. */
  private Optional<Kept> lent(CachedReport known) {
    ByteBuffer content = known.content();
    if (content == null || !loans.tryAcquire(content.capacity())) {
      return Optional.empty();
    }
    return Optional.of(new Kept(known.sha256(), content, () -> loans.release(content.capacity())));
  }

  private Spooled spooled(Question question, String version) {
    Spooled spooled = computed(question);
    try {
      CsvFile file = spooled.file();
      ByteBuffer small =
          file.bytes() > ReportCache.LARGEST_CONTENT
              ? null
              : ByteBuffer.wrap(spooled.spool().content()).asReadOnlyBuffer();
      cache.keep(question, version, file, null, small);
      return spooled;
    } catch (RuntimeException failure) {
      spooled.close();
      throw failure;
    }
  }

  private Spooled computed(Question question) {
    Report report = question.report();
    List<? extends ReportRow> rows = await(rows(report, question.year()));
    CsvSpool spool = spools.create(report.header());
    try {
      for (ReportRow row : rows) {
        spool.write(question.escapeFormulas() ? escaped(report, row.cells()) : row.cells());
      }
      return new Spooled(spool.finish(), spool);
    } catch (RuntimeException failure) {
      spool.close();
      throw failure;
    }
  }

  private CompletionStage<List<? extends ReportRow>> rows(Report report, int year) {
    return dryRun == null
        ? reports.rows(report, schema, year)
        : reports.rows(report, schema, HiresOfDryRun.read(store, dryRun, year));
  }

  private void observe(Question question, boolean stored, long asked) {
    observer.ready(question.report(), stored, Duration.ofNanos(System.nanoTime() - asked));
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
