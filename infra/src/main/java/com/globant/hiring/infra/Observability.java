package com.globant.hiring.infra;

import com.globant.hiring.infra.cloudwatch.Alarms;
import com.globant.hiring.infra.cloudwatch.LoadMetrics;
import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.RdsConfig;
import com.globant.hiring.infra.config.ServiceConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.elasticloadbalancingv2.IApplicationLoadBalancerMetrics;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.constructs.Construct;

/** Alarms for what needs an action by a person, and a dashboard. */
final class Observability extends Construct {
  private static final Duration ONE_MINUTE = Duration.minutes(1);
  private static final Duration FIVE_MINUTES = Duration.minutes(5);
  private static final int MAX_DISK_PERCENT = 85;
  private static final int MAX_MEMORY_PERCENT = 90;
  private static final int MAX_CAPACITY_PERCENT = 90;
  private static final long MIN_LOCAL_STORAGE_BYTES = 1L << 30;

  /** The smallest serverless instance has 1 GiB of memory. */
  private static final long MIN_FREE_MEMORY_BYTES = 64L << 20;

  private final PublicEndpoint endpoint;
  private final DatabaseCluster database;
  private final LoadMetrics loads;
  private final Alarms alarms;
  private final IMetric serverErrors;
  private final IMetric unhealthyHosts;
  private final IMetric databaseCpu;
  private final IMetric databaseConnections;

  Observability(
      Construct scope, Configs configs, PublicEndpoint endpoint, RdsStack rds, LoadMetrics loads) {
    super(scope, "Observability");
    this.endpoint = endpoint;
    this.loads = loads;
    database = rds.cluster();
    serverErrors = serverErrors();
    unhealthyHosts = endpoint.targets().getMetrics().unhealthyHostCount(over(ONE_MINUTE));
    databaseCpu = database.metricCPUUtilization(over(FIVE_MINUTES));
    databaseConnections = database.metricDatabaseConnections(over(FIVE_MINUTES));
    ServiceConfig config = configs.stacks().service();
    alarms = new Alarms(this, config.alarmEmail());
    addConfiguredAlarms(config);
    addInstanceAlarms(configs.prefix());
    addDatabaseAlarms(configs.stacks().rds(), rds.rotations());
    addDashboard(configs.prefix());
  }

  private void addConfiguredAlarms(ServiceConfig config) {
    alarms.addAtLeast("ServerErrors", "5xx answers", serverErrors, config.alarm5xx(), 1);
    alarms.addAtLeast(
        "FailedLoads",
        "Loads that failed for a reason other than their file",
        loads.failed(),
        config.alarmFailedLoads(),
        1);
    alarms.addAtLeast(
        "UnhealthyHosts", "Instances that are not ready, for 5 minutes", unhealthyHosts, 1, 5);
    alarms.addAtLeast(
        "DatabaseCpu",
        "CPU use of the database, percent, for 15 minutes",
        databaseCpu,
        config.alarmDatabaseCpuPercent(),
        3);
    alarms.addAtLeast(
        "DatabaseConnections",
        "Connections to the database",
        databaseConnections,
        config.alarmDatabaseConnections(),
        1);
  }

  private void addInstanceAlarms(String group) {
    alarms.addBelow(
        "NoHealthyHosts",
        "No instance is ready, for 3 minutes",
        endpoint.targets().getMetrics().healthyHostCount(over(ONE_MINUTE, "Maximum")),
        1,
        3,
        // Without an instance, the metric is missing.
        TreatMissingData.BREACHING);
    alarms.addAtLeast(
        "Disk",
        "Disk use of an instance, percent",
        instanceMetric(group, "disk_used_percent", Map.of("path", "/", "fstype", "xfs")),
        MAX_DISK_PERCENT,
        1);
    alarms.addAtLeast(
        "Memory",
        "Memory use of an instance, percent, for 15 minutes",
        instanceMetric(group, "mem_used_percent", Map.of()),
        MAX_MEMORY_PERCENT,
        3);
  }

  /** The maximum over all instances of a metric that {@code cloudwatch-agent.json} defines. */
  private static IMetric instanceMetric(String group, String name, Map<String, String> dimensions) {
    Map<String, String> all = new TreeMap<>(dimensions);
    all.put("AutoScalingGroupName", group);
    return Metric.Builder.create()
        .namespace(group)
        .metricName(name)
        .dimensionsMap(all)
        .statistic("Maximum")
        .period(FIVE_MINUTES)
        .build();
  }

  private void addDatabaseAlarms(RdsConfig config, List<String> rotations) {
    if (config.capacity() == RdsConfig.Capacity.SERVERLESS) {
      alarms.addAtLeast(
          "DatabaseCapacity",
          "Use of serverless_max_acu, percent, for 15 minutes",
          database.metricACUUtilization(over(FIVE_MINUTES)),
          MAX_CAPACITY_PERCENT,
          3);
    }
    alarms.addBelow(
        "DatabaseDisk",
        "Free local storage of the database, bytes; changes of large tables use it",
        database.metricFreeLocalStorage(over(FIVE_MINUTES, "Minimum")),
        MIN_LOCAL_STORAGE_BYTES,
        1,
        TreatMissingData.NOT_BREACHING);
    alarms.addBelow(
        "DatabaseMemory",
        "Free memory of the database, bytes, for 15 minutes",
        database.metricFreeableMemory(over(FIVE_MINUTES, "Minimum")),
        MIN_FREE_MEMORY_BYTES,
        3,
        TreatMissingData.NOT_BREACHING);
    alarms.addAtLeast("FailedRotation", "A password rotation failed", failures(rotations), 1, 1);
  }

  /** The errors of rotation functions: a failed rotation is a failed call of its function. */
  private static IMetric failures(List<String> functions) {
    Map<String, IMetric> metrics = new TreeMap<>();
    for (String function : functions) {
      metrics.put(
          "f" + metrics.size(),
          Metric.Builder.create()
              .namespace("AWS/Lambda")
              .metricName("Errors")
              .dimensionsMap(Map.of("FunctionName", function))
              .statistic("Sum")
              .period(FIVE_MINUTES)
              .build());
    }
    return sum("failed rotations", metrics);
  }

  /** The 5xx answers of the service and of the load balancer itself. */
  private IMetric serverErrors() {
    IApplicationLoadBalancerMetrics metrics = endpoint.loadBalancer().getMetrics();
    MetricOptions options = over(FIVE_MINUTES, "Sum");
    Map<String, IMetric> errors = new LinkedHashMap<>();
    errors.put("service", metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, options));
    errors.put("balancer", metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, options));
    return sum("5xx answers", errors);
  }

  private static IMetric sum(String label, Map<String, IMetric> metrics) {
    return MathExpression.Builder.create()
        .label(label)
        .expression(
            metrics.keySet().stream()
                .map("FILL(%s, 0)"::formatted)
                .collect(Collectors.joining(" + ")))
        .usingMetrics(new TreeMap<>(metrics))
        .period(FIVE_MINUTES)
        .build();
  }

  private void addDashboard(String name) {
    IMetric requests = endpoint.loadBalancer().getMetrics().requestCount(over(FIVE_MINUTES));
    IMetric time = endpoint.targets().getMetrics().targetResponseTime(over(FIVE_MINUTES));
    Dashboard.Builder.create(this, "Dashboard")
        .dashboardName(name)
        .widgets(
            List.of(
                List.of(
                    graph("Loads", loads.committed(), loads.refused(), loads.failed()),
                    graph("Rows inserted", loads.rows()),
                    graph("Requests", requests, serverErrors)),
                List.of(
                    graph("Seconds to answer", time),
                    graph("Instances that are not ready", unhealthyHosts),
                    graph("Database: CPU use, percent", databaseCpu)),
                List.of(graph("Database: connections", databaseConnections))))
        .build();
  }

  private static IWidget graph(String title, IMetric... metrics) {
    return GraphWidget.Builder.create().title(title).width(8).left(List.of(metrics)).build();
  }

  private static MetricOptions over(Duration period) {
    return MetricOptions.builder().period(period).build();
  }

  private static MetricOptions over(Duration period, String statistic) {
    return MetricOptions.builder().period(period).statistic(statistic).build();
  }
}
