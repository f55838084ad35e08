package com.globant.hiring.metrics;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.load.LoadObserver;
import com.globant.hiring.application.report.ReportObserver;
import com.globant.hiring.domain.table.Catalog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.VertxMetricsFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The metrics of one service. For any thread.
 *
 * <p>Their labels are tables, reports, outcomes, codes and names of pools: few, and always the
 * same.
 */
public final class MetricsAdapter implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LoadMeters loads;
  private final DatabaseMeters database;
  private final ReportMeters reports = new ReportMeters(registry);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  private final List<Object> watched = new CopyOnWriteArrayList<>();

  private MetricsAdapter(Catalog catalog) {
    this.loads = new LoadMeters(registry, catalog);
    this.database = new DatabaseMeters(registry, catalog);
  }

  /**
   * @param catalog the tables whose loads are counted
   */
  public static MetricsAdapter open(Catalog catalog) {
    MetricsAdapter metrics = new MetricsAdapter(catalog);
    metrics.bindJvm();
    return metrics;
  }

  private void bindJvm() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Counts loads and their rows, and measures what the database takes for them. */
  public LoadObserver loadObserver() {
    return loads;
  }

  /** Counts what slows loads down in the database. */
  public DatabaseObserver databaseObserver() {
    return database;
  }

  /** Measures how long reports take. */
  public ReportObserver reportObserver() {
    return reports;
  }

  /** For the builder of Vert.x: measures the use of the database's pools. */
  public VertxMetricsFactory vertxMetrics() {
    return options -> new PoolMeters(registry);
  }

  /** Begins to measure how late the event loops are. */
  public Future<Void> watch(Vertx vertx) {
    return EventLoopLag.watch(vertx, registry);
  }

  /**
   * Begins to measure the connections of the HTTP server.
   *
   * @param open how many there are
   * @param refused how many were closed since the start because too many were open
   */
  public void watchConnections(Supplier<Number> open, Supplier<Number> refused) {
    Gauge.builder("hiring.http.connections", open)
        .description("Open connections of clients")
        .register(registry);
    // The registry holds a weak reference only.
    watched.add(refused);
    FunctionCounter.builder(
            "hiring.http.connections.refused", refused, it -> it.get().doubleValue())
        .description("Connections closed because too many were open")
        .register(registry);
  }

  /**
   * Counts a request that the HTTP parser refused.
   *
   * @param code of the problem, of which there are few
   */
  public void countParserRefusal(String code) {
    Counter.builder("hiring.http.parser.refusals")
        .description("Requests that the HTTP parser refused; code says why")
        .tag("code", code)
        .register(registry)
        .increment();
  }

  /** All metrics in the text format of Prometheus, version 0.0.4. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
