package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.infra.Synthesis.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class ObservabilityTest {
  private static final String STACK = Synthesis.SERVICE;

  private final Template template = Synthesis.defaults().template(STACK);
  private final Template other = Synthesis.other().template(STACK);

  @Test
  void alarmsHaveTheConfiguredThresholds() {
    assertThat(alarms(Synthesis.defaults()))
        .containsExactlyInAnyOrder(
            "ServerErrors null 5 x1",
            "FailedLoads FailedLoads 1 x1",
            "UnhealthyHosts UnHealthyHostCount 1 x5",
            "DatabaseCpu CPUUtilization 85 x3",
            "DatabaseConnections DatabaseConnections 200 x1",
            "NoHealthyHosts HealthyHostCount 1 x3",
            "Disk disk_used_percent 85 x1",
            "Memory mem_used_percent 90 x3",
            "DatabaseCapacity ACUUtilization 90 x3",
            "DatabaseDisk FreeLocalStorage 1073741824 x1",
            "DatabaseMemory FreeableMemory 67108864 x3",
            "FailedRotation null 1 x1");
    assertThat(alarms(Synthesis.other())).noneMatch(alarm -> alarm.contains("ACUUtilization"));
    assertThat(alarms(Synthesis.other()))
        .contains("ServerErrors null 10 x1", "FailedLoads FailedLoads 2 x1")
        .contains("DatabaseCpu CPUUtilization 70 x3")
        .contains("DatabaseConnections DatabaseConnections 400 x1");
    template.allResourcesProperties(
        "AWS::CloudWatch::Alarm", Map.of("AlarmActions", Match.anyValue()));
  }

  private static List<String> alarms(Synthesis synthesis) {
    return synthesis.resources(STACK, "AWS::CloudWatch::Alarm").stream()
        .map(
            alarm ->
                "%s %s %s x%s"
                    .formatted(
                        alarm.id().replaceAll("^Observability|[0-9A-F]{8}$", ""),
                        alarm.properties().get("MetricName"),
                        alarm.properties().get("Threshold"),
                        alarm.properties().get("EvaluationPeriods")))
        .toList();
  }

  @Test
  void onlyAlarmsOfThisAccountMayPublishToTheTopic() {
    assertThat(Synthesis.defaults().publishers(STACK)).containsExactly("cloudwatch.amazonaws.com");
    template.hasResourceProperties(
        "AWS::SNS::TopicPolicy",
        Map.of(
            "PolicyDocument",
            Map.of(
                "Statement",
                Match.arrayWith(
                    List.of(
                        Match.objectLike(
                            Map.of(
                                "Principal",
                                Map.of("Service", "cloudwatch.amazonaws.com"),
                                "Resource",
                                Map.of("Ref", Match.stringLikeRegexp("ObservabilityAlarms.*")),
                                "Condition",
                                Match.objectLike(
                                    Map.of(
                                        "StringEquals",
                                        Map.of("aws:SourceAccount", "111111111111"))))))))));
  }

  @Test
  void missingHealthyHostCountRaisesAlarm() {
    template.hasResourceProperties(
        "AWS::CloudWatch::Alarm",
        Map.of(
            "MetricName", "HealthyHostCount",
            "ComparisonOperator", "LessThanThreshold",
            "TreatMissingData", "breaching"));
  }

  @Test
  void instanceAlarmsUseMetricsOfTheCloudWatchAgent() {
    template.hasResourceProperties(
        "AWS::CloudWatch::Alarm",
        Map.of(
            "Namespace",
            "hiring-dev",
            "MetricName",
            "disk_used_percent",
            "Dimensions",
            List.of(
                Map.of("Name", "AutoScalingGroupName", "Value", "hiring-dev"),
                Map.of("Name", "fstype", "Value", "xfs"),
                Map.of("Name", "path", "Value", "/"))));
    assertThat(Synthesis.defaults().text(STACK))
        .contains("\\\"namespace\\\": \\\"hiring-dev\\\"")
        .contains("{\\\"AutoScalingGroupName\\\": \\\"hiring-dev\\\"}")
        .contains("\\\"drop_device\\\": true", "\\\"omit_hostname\\\": true");
  }

  @Test
  void failedRotationAlarmCountsErrorsOfBothFunctions() {
    assertThat(Synthesis.defaults().resources(STACK))
        .filteredOn(resource -> resource.id().startsWith("ObservabilityFailedRotation"))
        .singleElement()
        .extracting(Resource::properties)
        .asString()
        .contains("AWS/Lambda", "Value=hiring-dev-rotation", "Value=hiring-dev-service-rotation");
  }

  @Test
  void serverErrorsIncludeThoseOfTheLoadBalancer() {
    assertThat(Synthesis.defaults().resources(STACK))
        .filteredOn(resource -> resource.id().startsWith("ObservabilityServerErrors"))
        .singleElement()
        .extracting(Resource::properties)
        .asString()
        .contains("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count");
  }

  @Test
  void failedLoadsAreCountedFromTheLog() {
    template.hasResourceProperties(
        "AWS::Logs::MetricFilter",
        Map.of(
            "FilterPattern",
            "{ ($.message = \"load undone\") && ($.level = \"ERROR\") }",
            "MetricTransformations",
            List.of(
                Map.of(
                    "MetricName", "FailedLoads",
                    "MetricNamespace", "hiring-dev",
                    "MetricValue", "1"))));
  }

  @Test
  void configuredAddressIsSubscribedToAlarms() {
    template.resourceCountIs("AWS::SNS::Subscription", 0);
    other.hasResourceProperties(
        "AWS::SNS::Subscription", Map.of("Protocol", "email", "Endpoint", "alarms@example.com"));
  }

  @Test
  void dashboardIsNamedAfterTheDeployment() {
    template.hasResourceProperties(
        "AWS::CloudWatch::Dashboard", Map.of("DashboardName", "hiring-dev"));
  }
}
