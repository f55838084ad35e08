package com.globant.hiring.metrics;

import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.load.LoadObserver;
import com.globant.hiring.application.load.LoadOutcome;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts loads and rows, and measures how long loads, batches and commits take. */
final class LoadMeters implements LoadObserver {
  private static final String SCHEMA = "schema";
  private static final String TABLE = "table";
  private static final String OUTCOME = "outcome";

  /** The code of loads that were not refused. */
  private static final String NO_CODE = "none";

  /** From a few rows to files of many gigabytes. */
  private static final Duration[] DURATIONS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10),
    Duration.ofHours(1)
  };

  /** From one small batch to one that waits for locks. */
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;
  private final AtomicInteger running = new AtomicInteger();

  LoadMeters(MeterRegistry registry, Catalog catalog) {
    this.registry = registry;
    Gauge.builder("hiring.loads.running", running, AtomicInteger::get)
        .description("Loads under way")
        .register(registry);
    for (Table table : catalog.tables()) {
      // A meter that starts at 0 shows the first event as a rate; an absent one would not.
      ended(table, "committed", NO_CODE, 0);
      rows(table, RowCounts.NONE);
      bytes(table, 0);
      writes(table);
      commits(table);
    }
  }

  @Override
  public void began(LoadRequest request) {
    running.incrementAndGet();
  }

  @Override
  public void batchWritten(LoadRequest request, Duration elapsed) {
    writes(request.table()).record(elapsed);
  }

  @Override
  public void committed(LoadRequest request, Duration elapsed) {
    commits(request.table()).record(elapsed);
  }

  private Timer writes(Table table) {
    return latency("hiring.batch.write", "Time from a batch's sending to its answer", table);
  }

  private Timer commits(Table table) {
    return latency("hiring.commit", "Time that commits take", table);
  }

  private Timer latency(String name, String description, Table table) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(LATENCIES)
        .tags(SCHEMA, table.schema().name(), TABLE, table.name())
        .register(registry);
  }

  @Override
  public void ended(LoadOutcome outcome) {
    running.decrementAndGet();
    LoadRequest request = outcome.request();
    Table table = request.table();
    if (outcome instanceof Loaded loaded && loaded.replayed()) {
      // Its rows, bytes and time were counted when it was done.
      ended(table, "replayed", NO_CODE, 1);
      return;
    }
    String name = outcome instanceof NotLoaded ? "refused" : committedOrValidated(request);
    String code = outcome instanceof NotLoaded refused ? refused.code().wireName() : NO_CODE;
    ended(table, name, code, 1);
    bytes(table, outcome.bytes());
    Timer.builder("hiring.load.duration")
        .description("Time from the beginning of a load to its outcome")
        .serviceLevelObjectives(DURATIONS)
        .tags(SCHEMA, table.schema().name(), TABLE, table.name(), OUTCOME, name)
        .register(registry)
        .record(Duration.ofMillis(outcome.elapsedMillis()));
    if (outcome instanceof Loaded && !request.dryRun()) {
      rows(table, outcome.rows());
    } else {
      rows(table, new RowCounts(0, 0, 0, 0, outcome.rows().rejected(), 0));
    }
  }

  private static String committedOrValidated(LoadRequest request) {
    return request.dryRun() ? "validated" : "committed";
  }

  @Override
  public void failed(LoadRequest request, Throwable failure) {
    running.decrementAndGet();
    ended(
        request.table(), failure instanceof BodyInterrupted ? "interrupted" : "failed", NO_CODE, 1);
  }

  private void ended(Table table, String outcome, String code, int loads) {
    Counter.builder("hiring.loads")
        .description("Loads that ended; code says why one was refused")
        .tags(SCHEMA, table.schema().name(), TABLE, table.name(), OUTCOME, outcome, "code", code)
        .register(registry)
        .increment(loads);
  }

  private void bytes(Table table, long bytes) {
    Counter.builder("hiring.body")
        .description("Decoded bodies of loads that were not interrupted")
        .baseUnit("bytes")
        .tags(SCHEMA, table.schema().name(), TABLE, table.name())
        .register(registry)
        .increment((double) bytes);
  }

  private void rows(Table table, RowCounts rows) {
    rows(table, "inserted", rows.inserted());
    rows(table, "updated", rows.updated());
    rows(table, "ignored", rows.ignored());
    rows(table, "rejected", rows.rejected());
    rows(table, "incomplete", rows.incomplete());
  }

  private void rows(Table table, String outcome, long rows) {
    Counter.builder("hiring.rows")
        .description(
            "Rows of committed loads, rejected ones of all loads; incomplete ones are inserted too")
        .tags(Tags.of(SCHEMA, table.schema().name(), TABLE, table.name(), OUTCOME, outcome))
        .register(registry)
        .increment((double) rows);
  }
}
