package com.globant.hiring.bootstrap.service;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.bulk.BulkEngine;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.application.load.MigrateCsv.OnCluster;
import com.globant.hiring.application.record.CancelLoad;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.rejects.DeleteExpiredRejects;
import com.globant.hiring.application.rejects.ReadRejects;
import com.globant.hiring.application.report.PublishReport;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.csv.RowParser;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.http.HttpAdapter;
import com.globant.hiring.metrics.MetricsAdapter;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.s3.S3Adapter;
import com.globant.hiring.s3.S3Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and connects the adapters and use cases of one service. */
final class Assembly {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

  /** The contract promises progress events once a second. */
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

  /** How often expired refused rows of dry runs are deleted. */
  private static final Duration DELETE_EVERY = Duration.ofMinutes(1);

  /** Reports that are computed and stored at once; more requests wait. */
  private static final int CONCURRENT_REPORTS = 8;

  /** Often enough, since such loads are given up after a minute. */
  private static final Duration LOOK_FOR_ABANDONED_EVERY = Duration.ofSeconds(3);

  private static final Duration CANCEL_LOOK_EVERY = Duration.ofMillis(100);

  private final Settings settings;
  private final HeapPlan heap;
  private final Vertx vertx;
  private final MetricsAdapter metrics;
  private final Resources resources;
  private final NamedSecrets secrets;
  private final Path spool;
  private final Catalog catalog;

  private Assembly(
      Settings settings,
      HeapPlan heap,
      Vertx vertx,
      MetricsAdapter metrics,
      Catalog catalog,
      Resources resources) {
    this.settings = settings;
    this.heap = heap;
    this.vertx = vertx;
    this.metrics = metrics;
    this.resources = resources;
    this.secrets = new NamedSecrets(settings.secrets(), resources);
    this.spool = SpoolDirectory.of(settings, resources);
    this.catalog = catalog;
  }

  /**
   * Starts a service and returns when it accepts requests.
   *
   * @param resources closes all that is opened, also if this fails
   * @throws StartFailed with the reason
   */
  static HttpAdapter start(Settings settings, BackingServices backing, Resources resources) {
    Catalog catalog = TableDefinitions.readAndWarn(settings);
    HeapPlan heap = HeapPlan.of(Runtime.getRuntime().maxMemory(), settings.limits());
    MetricsAdapter metrics = resources.own(MetricsAdapter.open(catalog));
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      CompletableFuture<Vertx> vertx =
          CompletableFuture.supplyAsync(() -> vertx(metrics, resources), threads);
      CompletableFuture<Settings> complete =
          CompletableFuture.supplyAsync(() -> backing.start(settings, resources), threads);
      awaitAll(vertx, complete);
      return new Assembly(complete.join(), heap, vertx.join(), metrics, catalog, resources)
          .listen(threads);
    } finally {
      threads.shutdown();
    }
  }

  private static Vertx vertx(MetricsAdapter metrics, Resources resources) {
    Vertx vertx = Vertx.builder().withMetrics(metrics.vertxMetrics()).build();
    resources.own(() -> await(vertx.close().toCompletionStage()));
    await(metrics.watch(vertx).toCompletionStage());
    return vertx;
  }

  private HttpAdapter listen(ExecutorService threads) {
    CompletableFuture<MySqlAdapter> mysql = CompletableFuture.supplyAsync(this::mysql, threads);
    CompletableFuture<S3Adapter> s3 = CompletableFuture.supplyAsync(this::s3, threads);
    awaitAll(mysql, s3);
    HttpAdapter http = listen(mysql.join(), s3.join());
    metrics.watchConnections(http::openConnections, http::refusedConnections);
    deleteExpiredRejects(mysql.join(), s3.join());
    s3.join().ping().whenComplete((found, failure) -> warnIfUnreachable(failure));
    return http;
  }

  private MySqlAdapter mysql() {
    MySqlSettings database = database();
    MySqlAdapter.migrate(database);
    LOG.info("Database at {}:{}, schemas {}", database.host(), database.port(), database.schemas());
    MySqlAdapter mysql = MySqlAdapter.open(vertx, database, metrics.databaseObserver());
    resources.own(() -> await(mysql.close()));
    return mysql;
  }

  private MySqlSettings database() {
    return AdapterSettings.mysql(settings, secrets, catalog, spool, heap.keyBytes());
  }

  private S3Adapter s3() {
    S3Settings storage = AdapterSettings.s3(settings, secrets);
    S3Adapter s3 = resources.own(S3Adapter.open(storage, Clock.systemUTC()));
    LOG.info("Bucket {}", storage.bucket());
    return s3;
  }

  private CsvSpools spools() {
    Settings.Limits limits = settings.limits();
    return S3Adapter.csvSpools(
        spool,
        limits.maxRejectsBytes(),
        Math.min(limits.maxSpoolBytes(), SpoolDirectory.usableBytes(spool) / 2));
  }

  private HttpAdapter listen(MySqlAdapter mysql, S3Adapter s3) {
    Future<HttpAdapter> listening =
        HttpAdapter.listen(
            vertx,
            AdapterSettings.http(settings, secrets, heap),
            useCases(mysql, s3, spools()),
            List.of(mysql::ping, s3::ping),
            metrics::text,
            metrics::countParserRefusal);
    try {
      return await(listening.toCompletionStage());
    } catch (RuntimeException e) {
      throw new StartFailed(
          "Cannot listen on %s:%d (http.address, http.port): %s"
              .formatted(settings.http().address(), settings.http().port(), e.getMessage()),
          e);
    }
  }

  private HttpAdapter.UseCases useCases(MySqlAdapter mysql, S3Adapter s3, CsvSpools spools) {
    Settings.Limits limits = settings.limits();
    LoadRecords records = mysql.loadRecords();
    ReportStore store = s3.reportStore();
    MySqlSettings database = database();
    BulkEngine engine = BulkEngines.open(settings, database.logins(), spool, resources);
    OnCluster cluster =
        engine == null ? null : BulkEngines.cluster(engine, settings, database, mysql, s3);
    MigrateCsv migrateCsv =
        new MigrateCsv(
            workers("hiring-load", limits.maxConcurrentLoads()),
            records,
            mysql.loadTransactions(),
            new FileRows(new RowParser(limits.maxFieldBytes(), heap.rowBytes())),
            spools,
            store,
            metrics.loadObserver(),
            PROGRESS_EVERY,
            cluster);
    if (cluster != null) {
      AbandonedLoads abandoned = new AbandonedLoads(migrateCsv);
      vertx.setPeriodic(1, LOOK_FOR_ABANDONED_EVERY.toMillis(), due -> abandoned.look());
    }
    return new HttpAdapter.UseCases(
        migrateCsv,
        new CancelLoad(records, CANCEL_LOOK_EVERY),
        HiringTables.schemaIn(catalog)
            .map(schema -> publishReport(schema, mysql, store, spools))
            .orElse(null),
        s3.sourceFiles(settings.sources().allowed(), settings.sources().maxFiles()),
        records,
        // Few at a time, since each takes disk and bandwidth.
        new ReadRejects(workers("hiring-rejects", 2), spools, store),
        catalog,
        DataPackages::tableSchema,
        DataPackages::dataResource);
  }

  private PublishReport publishReport(
      Schema schema, MySqlAdapter mysql, ReportStore store, CsvSpools spools) {
    return new PublishReport(
        workers("hiring-report", CONCURRENT_REPORTS),
        mysql.hiringReports(),
        spools,
        store,
        metrics.reportObserver(),
        schema.name(),
        Clock.systemUTC(),
        settings.reportReuse());
  }

  private Workers workers(String name, int most) {
    return resources.own(new Workers(name, most));
  }

  /** Deletes them from now on; warns of the first of several failures in a row. */
  private void deleteExpiredRejects(MySqlAdapter mysql, S3Adapter s3) {
    DeleteExpiredRejects expired = new DeleteExpiredRejects(mysql.loadRecords(), s3.reportStore());
    AtomicBoolean warned = new AtomicBoolean();
    vertx.setPeriodic(
        1,
        DELETE_EVERY.toMillis(),
        due ->
            expired
                .run()
                .whenComplete(
                    (deleted, failure) -> {
                      if (failure == null) {
                        warned.set(false);
                      } else if (!warned.getAndSet(true)) {
                        LOG.warn(
                            "Expired refused rows of dry runs cannot be deleted: {}",
                            Failures.unwrapped(failure).getMessage());
                      }
                    }));
  }

  /** The service starts anyway: loads and CSV answers need no bucket. */
  private static void warnIfUnreachable(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("The bucket cannot be used now: {}", Failures.unwrapped(failure).getMessage());
    }
  }

  /** Waits for both even if one fails: what the other still opens must be owned before closing. */
  private static void awaitAll(CompletableFuture<?> first, CompletableFuture<?> second) {
    await(CompletableFuture.allOf(first, second));
  }
}
