package com.globant.hiring.metrics;

import static com.globant.hiring.application.record.Loads.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.TextBody;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.InMemoryTables;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MetricsAdapterTest {
  private final MetricsAdapter metrics = MetricsAdapter.open(HiringTables.CATALOG);
  private final InMemoryTables tables = new InMemoryTables("hiring");
  private final Workers workers = new Workers("load-test", 2);
  private final MigrateCsv migrateCsv =
      new MigrateCsv(
          workers,
          tables.records(),
          tables,
          new ListRowReader(2),
          new InMemoryCsvSpools(),
          new InMemoryReportStore(),
          metrics.loadObserver(),
          Duration.ofSeconds(1),
          null);

  @AfterEach
  void close() {
    workers.close();
    metrics.close();
  }

  @Test
  void connectionsAreCounted() {
    metrics.watchConnections(() -> 3, () -> 7);

    assertThat(value("hiring_http_connections")).isEqualTo(3);
    assertThat(value("hiring_http_connections_refused_total")).isEqualTo(7);
  }

  @Test
  void loadsInPlaceAreCountedByReason() {
    assertThat(value("hiring_loads_unsettled_total{schema=\"hiring\",table=\"jobs\"}")).isZero();
    metrics.databaseObserver().writtenInPlace(HiringTables.JOBS, "triggers");
    metrics.databaseObserver().writtenInPlace(HiringTables.JOBS, "triggers");
    metrics.databaseObserver().notSettled(HiringTables.JOBS);

    assertThat(
            value(
                "hiring_loads_in_place_total{reason=\"triggers\",schema=\"hiring\",table=\"jobs\"}"))
        .isEqualTo(2);
    assertThat(value("hiring_loads_unsettled_total{schema=\"hiring\",table=\"jobs\"}"))
        .isEqualTo(1);
  }

  @Test
  void metersStartAtZero() {
    assertThat(value("hiring_loads_running")).isZero();
    assertThat(
            value(
                "hiring_loads_total{code=\"none\",outcome=\"committed\",schema=\"hiring\",table=\"departments\"}"))
        .isZero();
    assertThat(value("hiring_rows_total{outcome=\"updated\",schema=\"hiring\",table=\"jobs\"}"))
        .isZero();
    assertThat(
            value("hiring_batch_write_seconds_count{schema=\"hiring\",table=\"hired_employees\"}"))
        .isZero();
  }

  @Test
  void committedLoadIsCountedWithItsRowsBytesAndBatches() {
    load(false, "1,Sales\n2,\nx,Bad\n1,Again\n");

    assertThat(
            value(
                "hiring_loads_total{code=\"none\",outcome=\"committed\",schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(rows("inserted")).isEqualTo(2);
    assertThat(rows("incomplete")).isEqualTo(1);
    assertThat(rows("rejected")).isEqualTo(2);
    assertThat(value("hiring_body_bytes_total{schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(25);
    assertThat(value("hiring_batch_write_seconds_count{schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(2);
    assertThat(value("hiring_commit_seconds_count{schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(
            value(
                "hiring_load_duration_seconds_count{outcome=\"committed\",schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(value("hiring_loads_running")).isZero();
  }

  @Test
  void dryRunIsCountedAsSuchAndItsRowsAreNot() {
    load(true, "1,Sales\nx,Bad\n");

    assertThat(
            value(
                "hiring_loads_total{code=\"none\",outcome=\"validated\",schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(rows("inserted")).isZero();
    assertThat(rows("rejected")).isEqualTo(1);
  }

  @Test
  void refusedLoadIsCountedByItsCodeWithoutInsertedRows() {
    load(false, "x,Bad\n");

    assertThat(
            value(
                "hiring_loads_total{code=\"no_rows_accepted\",outcome=\"refused\",schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(rows("rejected")).isEqualTo(1);
    assertThat(rows("inserted")).isZero();
    assertThat(value("hiring_commit_seconds_count{schema=\"hiring\",table=\"departments\"}"))
        .isZero();
  }

  @Test
  void interruptionsAndDefectsAreCountedSeparately() {
    assertThat(failed(new BodyInterrupted("gone"))).hasMessageContaining("gone");
    assertThat(failed(new IllegalStateException("a defect"))).hasMessageContaining("a defect");

    assertThat(
            value(
                "hiring_loads_total{code=\"none\",outcome=\"interrupted\",schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(
            value(
                "hiring_loads_total{code=\"none\",outcome=\"failed\",schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(value("hiring_loads_running")).isZero();
  }

  @Test
  void replayedLoadIsCountedAsSuchAndItsRowsOnce() {
    load(false, "1,Sales\n", "key");
    load(false, "1,Sales\n", "key");

    assertThat(
            value(
                "hiring_loads_total{code=\"none\",outcome=\"committed\",schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(
            value(
                "hiring_loads_total{code=\"none\",outcome=\"replayed\",schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(1);
    assertThat(rows("inserted")).isEqualTo(1);
    assertThat(value("hiring_body_bytes_total{schema=\"hiring\",table=\"departments\"}"))
        .isEqualTo(8);
    assertThat(value("hiring_loads_running")).isZero();
  }

  @Test
  void loadThatBeganIsCountedAsRunning() {
    metrics.loadObserver().began(request(false));

    assertThat(value("hiring_loads_running")).isEqualTo(1);
  }

  @Test
  void storedAndComputedReportsAreTimedSeparately() {
    metrics.reportObserver().ready(Report.HIRES_BY_QUARTER, true, Duration.ofMillis(3));

    assertThat(value("hiring_report_seconds_count{report=\"hires-by-quarter\",source=\"stored\"}"))
        .isEqualTo(1);
    assertThat(value("hiring_report_seconds_sum{report=\"hires-by-quarter\",source=\"stored\"}"))
        .isEqualTo(0.003);
    assertThat(
            value(
                "hiring_report_seconds_count{report=\"departments-above-mean\",source=\"computed\"}"))
        .isZero();
  }

  @Test
  void useOfDatabasePoolsIsMeasured() {
    VertxMetrics vertx = metrics.vertxMetrics().metrics(new VertxOptions());
    assertThat(vertx.createPoolMetrics("worker", "internal", 20)).isNull();
    @SuppressWarnings("unchecked") // the driver takes any kind of timer
    PoolMetrics<Object> pool =
        Objects.requireNonNull((PoolMetrics<Object>) vertx.createPoolMetrics("sql", "loads", 32));

    Object waiting = pool.submitted();
    assertThat(pool("waiting")).isEqualTo(1);
    Object used = pool.begin(waiting);
    pool.rejected(pool.submitted());
    assertThat(pool("waiting")).isZero();
    assertThat(pool("in_use")).isEqualTo(1);
    pool.end(used, true);
    assertThat(pool("in_use")).isZero();
    assertThat(pool("limit")).isEqualTo(32);
  }

  @Test
  void lagOfEveryEventLoopIsMeasured(Vertx vertx) {
    metrics.watch(vertx).toCompletionStage().toCompletableFuture().join();

    CompletableFuture<Void> measured = new CompletableFuture<>();
    vertx.setPeriodic(
        10,
        tick -> {
          if (value("hiring_event_loop_lag_seconds_count")
              >= VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE) {
            measured.complete(null);
          }
        });
    measured.join();
  }

  @Test
  void jvmIsMeasured() {
    assertThat(metrics.text())
        .contains("jvm_memory_used_bytes{")
        .contains("jvm_gc_memory_allocated_bytes_total")
        .contains("jvm_threads_live_threads")
        .contains("process_cpu_usage")
        .contains("process_uptime_seconds");
  }

  private void load(boolean dryRun, String csv) {
    load(dryRun, csv, null);
  }

  private void load(boolean dryRun, String csv, @Nullable String key) {
    migrateCsv
        .run(submission(request(dryRun), key), new TextBody(csv))
        .toCompletableFuture()
        .join();
  }

  private Throwable failed(RuntimeException failure) {
    Body body =
        new Body() {
          @Override
          public Opened open() {
            throw failure;
          }

          @Override
          public void abandon() {}
        };
    return org.assertj.core.api.Assertions.catchThrowableOfType(
        CompletionException.class,
        () -> migrateCsv.run(submission(request(false), null), body).toCompletableFuture().join());
  }

  private static LoadRequest request(boolean dryRun) {
    return RequestBuilder.request(HiringTables.DEPARTMENTS).dryRun(dryRun).build();
  }

  private double rows(String outcome) {
    return value(
        "hiring_rows_total{outcome=\"" + outcome + "\",schema=\"hiring\",table=\"departments\"}");
  }

  private double pool(String name) {
    return value("hiring_database_" + name + "_connections{pool=\"loads\"}");
  }

  private double value(String series) {
    Matcher line =
        Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics.text());
    assertThat(line.find()).as(series + " in " + metrics.text()).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
