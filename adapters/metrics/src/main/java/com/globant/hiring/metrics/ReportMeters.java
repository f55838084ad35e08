package com.globant.hiring.metrics;

import com.globant.hiring.application.report.ReportObserver;
import com.globant.hiring.domain.report.Report;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Measures how long reports take, separately for stored and computed ones. */
final class ReportMeters implements ReportObserver {
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;

  ReportMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Report report : Report.values()) {
      timer(report, true);
      timer(report, false);
    }
  }

  @Override
  public void ready(Report report, boolean stored, Duration elapsed) {
    timer(report, stored).record(elapsed);
  }

  private Timer timer(Report report, boolean stored) {
    return Timer.builder("hiring.report")
        .description("Time from the request for a report until its answer can be sent")
        .serviceLevelObjectives(LATENCIES)
        .tags("report", report.reportName(), "source", stored ? "stored" : "computed")
        .register(registry);
  }
}
