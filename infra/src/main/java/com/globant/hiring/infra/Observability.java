package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.ServiceConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Alarms for what needs a person, and a dashboard to look at then. */
final class Observability extends Construct {
  private static final Duration FIVE_MINUTES = Duration.minutes(5);

  private final Topic topic;
  private final IMetric serverErrors;
  private final IMetric unhealthyHosts;
  private final IMetric databaseCpu;
  private final IMetric databaseConnections;
  private final LoadMetrics loads;

  Observability(
      Construct scope,
      Configs configs,
      PublicEndpoint endpoint,
      DatabaseCluster database,
      LoadMetrics loads) {
    super(scope, "Observability");
    this.loads = loads;
    serverErrors = serverErrors(endpoint);
    unhealthyHosts = endpoint.targets().getMetrics().unhealthyHostCount(over(Duration.minutes(1)));
    databaseCpu = database.metricCPUUtilization(over(FIVE_MINUTES));
    databaseConnections = database.metricDatabaseConnections(over(FIVE_MINUTES));
    topic = Topic.Builder.create(this, "Alarms").enforceSsl(true).build();
    ServiceConfig config = configs.stacks().service();
    if (config.alarmEmail() != null) {
      topic.addSubscription(new EmailSubscription(config.alarmEmail()));
    }
    addAlarms(config);
    addDashboard(configs.prefix(), endpoint);
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
    Alarm alarm =
        Alarm.Builder.create(this, id)
            .alarmDescription(what)
            .metric(metric)
            .threshold(threshold)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
            .evaluationPeriods(periods)
            // Nothing is counted where nothing happens.
            .treatMissingData(TreatMissingData.NOT_BREACHING)
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
