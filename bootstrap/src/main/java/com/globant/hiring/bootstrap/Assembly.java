package com.globant.hiring.bootstrap;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.load.CancelLoad;
import com.globant.hiring.application.load.DeleteExpiredRejects;
import com.globant.hiring.application.load.LinkRejects;
import com.globant.hiring.application.load.LoadRecords;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.application.report.PublishReport;
import com.globant.hiring.csv.CsvAdapter;
import com.globant.hiring.http.HttpAdapter;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.metrics.MetricsAdapter;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.s3.S3Adapter;
import com.globant.hiring.s3.S3Settings;
import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the adapters and use cases of a service together. */
final class Assembly {
  private static final Logger log = LoggerFactory.getLogger(Assembly.class);

  /** What the contract promises of the progress of loads. */
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

  /** After which time a key or token that was revoked or has expired ends a stream of events. */
  private static final Duration AUTHENTICATE_AGAIN = Duration.ofMinutes(1);

  /** How often the refused rows of dry runs are deleted whose time is over. */
  private static final Duration DELETE_EVERY = Duration.ofMinutes(1);

  private static final Duration CANCEL_LOOK_EVERY = Duration.ofMillis(100);

  private final Settings settings;
  private final HeapPlan heap;
  private final Content content;
  private final Resources resources;
  private final NamedSecrets secrets;
  private final MetricsAdapter metrics;

  /**
   * @param resources takes over all that is opened, also when the assembly fails
   * @throws StartFailed if the heap is too small for the limits
   */
  Assembly(Settings settings, Content content, Resources resources) {
    this.settings = settings;
    this.heap = HeapPlan.of(Runtime.getRuntime().maxMemory(), settings.limits());
    this.content = content;
    this.resources = resources;
    this.secrets = new NamedSecrets(settings.secrets(), resources);
    this.metrics = resources.own(MetricsAdapter.open());
  }

  /** Starts all parts, side by side where they allow it, and begins to listen. */
  HttpAdapter assemble() {
    Surroundings surroundings = new Surroundings(settings, content, secrets, resources);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      CompletableFuture<Vertx> vertx =
          CompletableFuture.supplyAsync(() -> vertx(surroundings), threads);
      CompletableFuture<MySqlSettings> database =
          CompletableFuture.supplyAsync(surroundings::database, threads)
              .thenApply(Assembly::migrated);
      CompletableFuture<S3Adapter> storage =
          CompletableFuture.supplyAsync(surroundings::storage, threads).thenApply(this::storage);
      // All of them, or what is still starting when another fails would never be stopped.
      await(CompletableFuture.allOf(vertx, database, storage));
      return listen(
          vertx.join(), database(vertx.join(), database.join()), storage.join(), surroundings);
    } finally {
      threads.shutdown();
    }
  }

  private Vertx vertx(Surroundings surroundings) {
    // Not where Vert.x has it by default: what a killed service leaves there would stay for ever.
    String cache = surroundings.scratch("cache").resolve("vertx").toString();
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setFileSystemOptions(new FileSystemOptions().setFileCacheDir(cache)))
            .withMetrics(metrics.vertxMetrics())
            .build();
    resources.own(() -> await(vertx.close().toCompletionStage()));
    await(metrics.watch(vertx).toCompletionStage());
    return vertx;
  }

  private static MySqlSettings migrated(MySqlSettings database) {
    MySqlAdapter.migrate(database);
    log.info("Database at {}:{}, schemas {}", database.host(), database.port(), database.schemas());
    return database;
  }

  private MySqlAdapter database(Vertx vertx, MySqlSettings database) {
    MySqlAdapter mysql = MySqlAdapter.open(vertx, database, metrics.databaseObserver());
    resources.own(() -> await(mysql.close()));
    return mysql;
  }

  private S3Adapter storage(S3Settings storage) {
    S3Adapter s3 = resources.own(S3Adapter.open(storage, Clock.systemUTC()));
    log.info("Bucket {}", storage.bucket());
    return s3;
  }

  private HttpAdapter listen(
      Vertx vertx, MySqlAdapter mysql, S3Adapter s3, Surroundings surroundings) {
    Settings.Limits limits = settings.limits();
    Path spool = surroundings.spool();
    CsvAdapter csv =
        resources.own(
            new CsvAdapter(
                new CsvAdapter.Settings(
                    limits.maxConcurrentLoads(),
                    limits.maxFieldBytes(),
                    heap.rowBytes(),
                    limits.maxRejectsBytes(),
                    Math.min(limits.maxSpoolBytes(), usableBytes(spool) / 2)),
                spool));
    HttpAdapter http =
        listening(
            HttpAdapter.listen(
                vertx,
                httpSettings(),
                useCases(mysql, s3, csv),
                List.of(mysql::ping, s3::ping),
                metrics::text,
                metrics::countParserRefusal));
    metrics.watchConnections(http::openConnections, http::refusedConnections);
    deleteExpiredRejects(vertx, new DeleteExpiredRejects(mysql.loadRecords(), s3.reportStore()));
    s3.ping().whenComplete((found, failure) -> warnIfAway(failure));
    return http;
  }

  /** What the disk has room for now. The directory need not be there yet. */
  private static long usableBytes(Path directory) {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      log.warn("The free space of {} is not known: {}", there, e.getMessage());
      return Long.MAX_VALUE;
    }
  }

  private HttpAdapter.UseCases useCases(MySqlAdapter mysql, S3Adapter s3, CsvAdapter csv) {
    LoadRecords records = mysql.loadRecords();
    ReportStore store = s3.reportStore();
    return new HttpAdapter.UseCases(
        new MigrateCsv(
            records,
            metrics.metered(mysql.loadTransactions()),
            csv.rowReader(),
            csv.csvSpools(),
            store,
            metrics.loadObserver(),
            PROGRESS_EVERY),
        new CancelLoad(records, CANCEL_LOOK_EVERY),
        new PublishReport(
            mysql.hiringReports(),
            csv.csvSpools(),
            store,
            metrics.reportObserver(),
            settings.database().schemas().get(0),
            Clock.systemUTC(),
            settings.reportReuse()),
        records,
        new LinkRejects(csv.csvSpools(), store));
  }

  private static void deleteExpiredRejects(Vertx vertx, DeleteExpiredRejects expired) {
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
                        log.warn(
                            "The refused rows of dry runs that ended a day ago cannot be deleted: {}",
                            Failures.unwrapped(failure).getMessage());
                      }
                    }));
  }

  /** Not worth failing for: what needs no bucket works, and the bucket may come back. */
  private static void warnIfAway(@Nullable Throwable failure) {
    if (failure != null) {
      log.warn("The bucket cannot be used now: {}", Failures.unwrapped(failure).getMessage());
    }
  }

  private HttpSettings httpSettings() {
    Settings.Limits limits = settings.limits();
    return new HttpSettings(
        settings.http().address(),
        settings.http().port(),
        access(),
        settings.origins(),
        settings.database().schemas(),
        connectionLimits(settings.http().connections()),
        new HttpSettings.StreamLimits(
            limits.maxEventStreams(), limits.maxEventStreamsPerLoad(), AUTHENTICATE_AGAIN),
        new HttpSettings.BodyLimits(
            limits.maxBodyBytes(),
            limits.maxExpansionRatio(),
            limits.idle(),
            limits.load(),
            new HttpSettings.MinimumRate(limits.minBytesPerSecond(), limits.rateOver()),
            heap.bodyBytes()),
        limits.maxConcurrentLoads(),
        limits.maxLoadsPerCaller());
  }

  /** Leaves half of the file descriptors to the database, the bucket and the files of loads. */
  private static HttpSettings.ConnectionLimits connectionLimits(
      HttpSettings.ConnectionLimits configured) {
    int most = Math.max(1, (int) Math.min(Integer.MAX_VALUE, fileDescriptors() / 2));
    if (configured.total() <= most) {
      return configured;
    }
    log.warn(
        "http.max_connections is {}, but at most {} connections are taken, half of the file descriptors that this process may open (ulimit -n)",
        configured.total(),
        most);
    return new HttpSettings.ConnectionLimits(
        most, configured.perAddress(), configured.idle(), configured.headers());
  }

  private static long fileDescriptors() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  private HttpSettings.Access access() {
    Settings.Access access = settings.access();
    if (access instanceof Settings.KeyFile keys) {
      return new HttpSettings.ApiKeyAccess(
          "auth.api_keys_file: " + keys.file(), () -> Files.readString(keys.file()));
    }
    if (access instanceof Settings.KeySecret keys) {
      Supplier<String> text = secrets.apiKeys(keys.name());
      return new HttpSettings.ApiKeyAccess("auth.api_keys_secret: " + keys.name(), text::get);
    }
    return access instanceof Settings.Tokens tokens
        ? tokens.issuer()
        : new HttpSettings.Anonymous();
  }

  private HttpAdapter listening(Future<HttpAdapter> listening) {
    try {
      return await(listening.toCompletionStage());
    } catch (RuntimeException e) {
      throw new StartFailed(
          "Cannot listen on %s:%d (http.address, http.port): %s"
              .formatted(settings.http().address(), settings.http().port(), e.getMessage()),
          e);
    }
  }

  /** What a stage gives; fails with what it fails with, unwrapped. Blocks. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      Throwable cause = Failures.unwrapped(e);
      throw cause instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(cause.toString(), cause);
    }
  }
}
