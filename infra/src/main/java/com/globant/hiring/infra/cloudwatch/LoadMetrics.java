package com.globant.hiring.infra.cloudwatch;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/** Metrics of loads, counted in the service's log. */
public final class LoadMetrics extends Construct {
  private static final String ENDED = "($.message = \"load ended\")";

  private final ILogGroup log;
  private final String namespace;
  private final IMetric committed;
  private final IMetric refused;
  private final IMetric failed;
  private final IMetric rows;

  /**
   * @param namespace of the metrics; each deployment has its own
   */
  public LoadMetrics(Construct scope, ILogGroup log, String namespace) {
    super(scope, "LoadMetrics");
    this.log = log;
    this.namespace = namespace;
    String committedLoad = ENDED + " && ($.outcome = \"committed\")";
    committed = metric("CommittedLoads", committedLoad, "1");
    refused =
        metric(
            "RefusedLoads",
            ENDED + " && ($.outcome != \"committed\") && ($.outcome != \"validated\")",
            "1");
    // If the client disconnects, the service logs this message at a lower level.
    failed = metric("FailedLoads", "($.message = \"load undone\") && ($.level = \"ERROR\")", "1");
    rows = metric("InsertedRows", committedLoad, "$.inserted");
  }

  public IMetric committed() {
    return committed;
  }

  /** Loads refused because of their file. */
  public IMetric refused() {
    return refused;
  }

  /** Loads that failed for a reason other than their file or client. */
  public IMetric failed() {
    return failed;
  }

  public IMetric rows() {
    return rows;
  }

  private IMetric metric(String name, String pattern, String value) {
    return MetricFilter.Builder.create(this, name)
        .logGroup(log)
        .filterPattern(FilterPattern.literal("{ " + pattern + " }"))
        .metricNamespace(namespace)
        .metricName(name)
        .metricValue(value)
        .build()
        .metric(MetricOptions.builder().statistic("Sum").period(Duration.minutes(5)).build());
  }
}
