package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.RdsConfig;
import com.globant.hiring.infra.config.ServiceConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Alarms for what needs a person, and a dashboard to look at then. */
final class Observability extends Construct {
  private static final Duration ONE_MINUTE = Duration.minutes(1);
  private static final Duration FIVE_MINUTES = Duration.minutes(5);
  private static final int MOST_DISK_PERCENT = 85;
  private static final int MOST_MEMORY_PERCENT = 90;
  private static final int MOST_CAPACITY_PERCENT = 90;
  private static final long LEAST_LOCAL_STORAGE_BYTES = 1L << 30;

  /** The smallest serverless instance has a GiB in all. */
  private static final long LEAST_MEMORY_BYTES = 64L << 20;

  private final Topic topic;
  private final IMetric serverErrors;
  private final IMetric unhealthyHosts;
  private final IMetric databaseCpu;
  private final IMetric databaseConnections;
  private final LoadMetrics loads;

  Observability(
      Construct scope, Configs configs, PublicEndpoint endpoint, RdsStack rds, LoadMetrics loads) {
    super(scope, "Observability");
    this.loads = loads;
    serverErrors = serverErrors(endpoint);
    unhealthyHosts = endpoint.targets().getMetrics().unhealthyHostCount(over(ONE_MINUTE));
    databaseCpu = rds.cluster().metricCPUUtilization(over(FIVE_MINUTES));
    databaseConnections = rds.cluster().metricDatabaseConnections(over(FIVE_MINUTES));
    ServiceConfig config = configs.stacks().service();
    topic = topic(this, "Alarms", config.alarmEmail());
    letAlarmsPublish();
    addAlarms(config);
    addAlarmsOfHosts(configs.prefix(), endpoint);
    addAlarmsOfTheDatabase(configs, rds);
    addDashboard(configs.prefix(), endpoint);
  }

  /**
   * A topic for what needs a person.
   *
   * @param email null for no subscriber
   */
  static Topic topic(Construct scope, String id, @Nullable String email) {
    Topic topic = Topic.Builder.create(scope, id).enforceSsl(true).build();
    if (email != null) {
      topic.addSubscription(new EmailSubscription(email));
    }
    return topic;
  }

  /**
   * A policy takes the place of the default one, which would let all of the account publish (SNS
   * Developer Guide, "Example cases for Amazon SNS access control"), and {@code enforceSsl} makes
   * one.
   */
  private void letAlarmsPublish() {
    Stack stack = Stack.of(this);
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("AlarmsOfThisAccount")
            .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(
                new TreeMap<>(
                    Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", stack.getAccount()),
                        "ArnLike",
                        Map.of(
                            "aws:SourceArn",
                            "arn:%s:cloudwatch:%s:%s:alarm:*"
                                .formatted(
                                    stack.getPartition(), stack.getRegion(), stack.getAccount())))))
            .build());
  }

  private void addAlarmsOfHosts(String group, PublicEndpoint endpoint) {
    alarm(
        "NoHealthyHosts",
        "No instance is ready, for 3 minutes",
        endpoint
            .targets()
            .getMetrics()
            .healthyHostCount(
                MetricOptions.builder().period(ONE_MINUTE).statistic("Maximum").build()),
        1,
        3,
        ComparisonOperator.LESS_THAN_THRESHOLD,
        // Without any instance there is no count either.
        TreatMissingData.BREACHING);
    alarm(
        "Disk",
        "Use of an instance's disk, percent",
        ofHosts(group, "disk_used_percent", Map.of("path", "/", "fstype", "xfs")),
        MOST_DISK_PERCENT,
        1);
    alarm(
        "Memory",
        "Use of an instance's memory, percent, for 15 minutes",
        ofHosts(group, "mem_used_percent", Map.of()),
        MOST_MEMORY_PERCENT,
        3);
  }

  /** As {@code cloudwatch-agent.json} names them, the highest of all instances. */
  private static IMetric ofHosts(String group, String name, Map<String, String> dimensions) {
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

  private void addAlarmsOfTheDatabase(Configs configs, RdsStack rds) {
    RdsConfig config = configs.stacks().rds();
    if (config.capacity() == RdsConfig.Capacity.SERVERLESS) {
      alarm(
          "DatabaseCapacity",
          "Use of serverless_max_acu, percent, for 15 minutes",
          rds.cluster().metricACUUtilization(over(FIVE_MINUTES)),
          MOST_CAPACITY_PERCENT,
          3);
    }
    alarm(
        "DatabaseDisk",
        "Bytes left of the database's local storage, which large changes of tables use",
        rds.cluster().metricFreeLocalStorage(lowest()),
        LEAST_LOCAL_STORAGE_BYTES,
        1,
        ComparisonOperator.LESS_THAN_THRESHOLD,
        TreatMissingData.NOT_BREACHING);
    alarm(
        "DatabaseMemory",
        "Bytes left of the database's memory, for 15 minutes",
        rds.cluster().metricFreeableMemory(lowest()),
        LEAST_MEMORY_BYTES,
        3,
        ComparisonOperator.LESS_THAN_THRESHOLD,
        TreatMissingData.NOT_BREACHING);
    alarm("FailedRotation", "A password could not be changed", failures(rds.rotations()), 1, 1);
  }

  private static MetricOptions lowest() {
    return MetricOptions.builder().period(FIVE_MINUTES).statistic("Minimum").build();
  }

  /** A rotation that fails is a function that fails. */
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
    return MathExpression.Builder.create()
        .label("failed rotations")
        .expression(
            metrics.keySet().stream()
                .map("FILL(%s, 0)"::formatted)
                .collect(Collectors.joining(" + ")))
        .usingMetrics(metrics)
        .period(FIVE_MINUTES)
        .build();
  }

  private void addAlarms(ServiceConfig config) {
    alarm("ServerErrors", "5xx answers", serverErrors, config.alarm5xx(), 1);
    alarm(
        "FailedLoads",
        "Loads that failed for no fault of their file",
        loads.failed(),
        config.alarmFailedLoads(),
        1);
    alarm("UnhealthyHosts", "Instances that are not ready, for 5 minutes", unhealthyHosts, 1, 5);
    alarm(
        "DatabaseCpu",
        "Processor use of the database, percent, for 15 minutes",
        databaseCpu,
        config.alarmDatabaseCpuPercent(),
        3);
    alarm(
        "DatabaseConnections",
        "Connections to the database",
        databaseConnections,
        config.alarmDatabaseConnections(),
        1);
  }

  private void alarm(String id, String what, IMetric metric, int threshold, int periods) {
    alarm(
        id,
        what,
        metric,
        threshold,
        periods,
        ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // Nothing is counted where nothing happens.
        TreatMissingData.NOT_BREACHING);
  }

  private void alarm(
      String id,
      String what,
      IMetric metric,
      long threshold,
      int periods,
      ComparisonOperator comparison,
      TreatMissingData missing) {
    Alarm alarm =
        Alarm.Builder.create(this, id)
            .alarmDescription(what)
            .metric(metric)
            .threshold(threshold)
            .comparisonOperator(comparison)
            .evaluationPeriods(periods)
            .treatMissingData(missing)
            .build();
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }

  /** Those of the service, and those that the load balancer gives in its place. */
  private static IMetric serverErrors(PublicEndpoint endpoint) {
    MetricOptions options = MetricOptions.builder().period(FIVE_MINUTES).statistic("Sum").build();
    return MathExpression.Builder.create()
        .label("5xx answers")
        .expression("FILL(service, 0) + FILL(balancer, 0)")
        .usingMetrics(
            new TreeMap<>(
                Map.of(
                    "service",
                    endpoint
                        .loadBalancer()
                        .getMetrics()
                        .httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, options),
                    "balancer",
                    endpoint
                        .loadBalancer()
                        .getMetrics()
                        .httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, options))))
        .period(FIVE_MINUTES)
        .build();
  }

  private void addDashboard(String name, PublicEndpoint endpoint) {
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
                    graph("Database: processor use, percent", databaseCpu)),
                List.of(graph("Database: connections", databaseConnections))))
        .build();
  }

  private static IWidget graph(String title, IMetric... metrics) {
    return GraphWidget.Builder.create().title(title).width(8).left(List.of(metrics)).build();
  }

  private static MetricOptions over(Duration period) {
    return MetricOptions.builder().period(period).build();
  }
}
