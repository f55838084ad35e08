package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.infra.Synthesis.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class ServiceInstancesTest {
  private static final String STACK = Synthesis.SERVICE;
  private static final String GROUP = "AWS::AutoScaling::AutoScalingGroup";
  private static final String TEMPLATE = "AWS::EC2::LaunchTemplate";

  private final Template template = Synthesis.defaults().template(STACK);
  private final Template other = Synthesis.other().template(STACK);

  @Test
  void instancesRequireImdsv2HaveEncryptedDisksAndNoPublicAddress() {
    template.hasResourceProperties(
        TEMPLATE,
        Map.of(
            "LaunchTemplateData",
            Map.of(
                "KeyName",
                Match.absent(),
                "InstanceType",
                "t4g.small",
                "MetadataOptions",
                Map.of("HttpTokens", "required", "HttpPutResponseHopLimit", 1),
                "NetworkInterfaces",
                List.of(Map.of("AssociatePublicIpAddress", false)),
                "BlockDeviceMappings",
                List.of(Map.of("Ebs", Map.of("Encrypted", true, "VolumeSize", 20))))));
  }

  @Test
  void imageMatchesTheArchitectureOfTheInstanceType() {
    String image = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-";
    assertThat(Synthesis.defaults().text(STACK)).contains(image + "arm64");
    assertThat(Synthesis.other().text(STACK)).contains(image + "x86_64");
  }

  @Test
  void groupHasConfiguredSizeAndEc2HealthChecks() {
    template.hasResourceProperties(
        GROUP,
        Map.of(
            "MinSize",
            "1",
            "MaxSize",
            "3",
            "DesiredCapacity",
            Match.absent(),
            "HealthCheckType",
            "EC2",
            "TargetGroupARNs",
            Match.anyValue()));
    other.hasResourceProperties(GROUP, Map.of("MinSize", "2", "MaxSize", "5"));
    assertThat(group().properties().get("VPCZoneIdentifier")).asString().contains("PrivateSubnet");
  }

  @Test
  void instancesAreReplacedAfterThirtyDaysNewOneFirst() {
    template.hasResourceProperties(
        GROUP,
        Map.of(
            "MaxInstanceLifetime",
            Duration.ofDays(30).toSeconds(),
            "InstanceMaintenancePolicy",
            Map.of("MinHealthyPercentage", 100, "MaxHealthyPercentage", 200)));
  }

  @Test
  void updateWaitsUntilEachNewInstanceIsReady() {
    template.hasResource(
        GROUP,
        Map.of(
            "CreationPolicy",
            Map.of("ResourceSignal", Map.of("Count", 1, "Timeout", "PT15M")),
            "UpdatePolicy",
            Map.of(
                "AutoScalingRollingUpdate",
                Map.of(
                    "WaitOnResourceSignals",
                    true,
                    "PauseTime",
                    "PT15M",
                    "MaxBatchSize",
                    1,
                    "MinInstancesInService",
                    1))));
    assertThat(Synthesis.defaults().startScript())
        .containsPattern(
            "(?s)/health/ready.*aws cloudformation signal-resource --stack-name 'GlobantPruebaStack'"
                + " --logical-resource-id ServiceInstances");
    assertThat(group().id()).isEqualTo("ServiceInstances");
  }

  @Test
  void instancesStartAfterTheirPolicyExists() {
    template.hasResource(
        GROUP,
        Map.of(
            "DependsOn",
            Match.arrayWith(List.of(Match.stringLikeRegexp("InstanceRoleDefaultPolicy.*")))));
  }

  @Test
  void groupScalesByCpuUseAndRequests() {
    template.hasResourceProperties(
        "AWS::AutoScaling::ScalingPolicy", target("ASGAverageCPUUtilization", 60));
    template.hasResourceProperties(
        "AWS::AutoScaling::ScalingPolicy", target("ALBRequestCountPerTarget", 600));
    other.hasResourceProperties(
        "AWS::AutoScaling::ScalingPolicy", target("ALBRequestCountPerTarget", 1200));
  }

  private static Map<String, Object> target(String metric, int value) {
    return Map.of(
        "PolicyType",
        "TargetTrackingScaling",
        "TargetTrackingConfiguration",
        Map.of(
            "TargetValue",
            value,
            "PredefinedMetricSpecification",
            Map.of("PredefinedMetricType", metric)));
  }

  @Test
  void lifecycleHookWaitsForTheDrain() {
    template.hasResourceProperties(
        "AWS::AutoScaling::LifecycleHook",
        Map.of(
            "LifecycleTransition", "autoscaling:EC2_INSTANCE_TERMINATING",
            "LifecycleHookName", "drain",
            "HeartbeatTimeout", 3900,
            "DefaultResult", "CONTINUE"));
    other.hasResourceProperties("AWS::AutoScaling::LifecycleHook", Map.of("HeartbeatTimeout", 900));
    assertThat(Synthesis.defaults().startScript())
        .contains("--auto-scaling-group-name 'hiring-dev' --lifecycle-hook-name 'drain'");
  }

  @Test
  void roleHasExactlyTheNeededRights() {
    Resource policy =
        Synthesis.defaults().resources(STACK).stream()
            .filter(resource -> resource.id().startsWith("InstanceRoleDefaultPolicy"))
            .findFirst()
            .orElseThrow();
    List<String> rights = new ArrayList<>();
    for (Map<?, ?> statement :
        Synthesis.mappings(Synthesis.mapping(policy.properties(), "PolicyDocument"), "Statement")) {
      assertThat(statement.get("Effect")).isEqualTo("Allow");
      if (!String.valueOf(statement.get("Sid")).matches("SessionManager|Metrics")) {
        assertThat(statement.get("Resource")).isNotEqualTo("*");
      }
      Object actions = statement.get("Action");
      (actions instanceof List<?> list ? list : List.of(String.valueOf(actions)))
          .forEach(action -> rights.add(String.valueOf(action)));
    }

    assertThat(rights)
        .containsExactlyInAnyOrder(
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:ListBucket",
            "s3:GetObject",
            "s3:PutObject",
            "s3:GetObject",
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
            "autoscaling:CompleteLifecycleAction",
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
            "cloudwatch:PutMetricData",
            "cloudformation:SignalResource");
    template.hasResourceProperties("AWS::IAM::Role", Map.of("ManagedPolicyArns", Match.absent()));
  }

  private static Resource group() {
    return Synthesis.defaults().resource(STACK, GROUP);
  }
}
