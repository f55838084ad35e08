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
  private static final String STACK = "GlobantPruebaStack";
  private static final String GROUP = "AWS::AutoScaling::AutoScalingGroup";
  private static final String TEMPLATE = "AWS::EC2::LaunchTemplate";

  private final Template template = Synthesis.committed().template(STACK);
  private final Template other = Synthesis.other().template(STACK);

  @Test
  void instancesAskForTokensEncryptTheirDiskAndHaveNoPublicAddress() {
    template.hasResourceProperties(
        TEMPLATE,
        Map.of(
            "LaunchTemplateData",
            Match.objectLike(
                Map.of(
                    "KeyName",
                    Match.absent(),
                    "InstanceType",
                    "t4g.small",
                    "MetadataOptions",
                    Map.of("HttpTokens", "required", "HttpPutResponseHopLimit", 1),
                    "NetworkInterfaces",
                    List.of(Match.objectLike(Map.of("AssociatePublicIpAddress", false))),
                    "BlockDeviceMappings",
                    List.of(
                        Match.objectLike(
                            Map.of(
                                "Ebs",
                                Match.objectLike(
                                    Map.of("Encrypted", true, "VolumeSize", 20)))))))));
  }

  @Test
  void theImageIsAmazonLinux2023OfTheTypesProcessor() {
    String image = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-";
    assertThat(Synthesis.committed().text(STACK)).contains(image + "arm64");
    assertThat(Synthesis.other().text(STACK)).contains(image + "x86_64");
  }

  @Test
  void theGroupIsAsLargeAsConfiguredAndReplacesAnInstanceOnlyIfItsHostFails() {
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
  void instancesLiveThirtyDaysAndTheNextOneIsReadyBeforeOneEnds() {
    template.hasResourceProperties(
        GROUP,
        Map.of(
            "MaxInstanceLifetime",
            Duration.ofDays(30).toSeconds(),
            "InstanceMaintenancePolicy",
            Map.of("MinHealthyPercentage", 100, "MaxHealthyPercentage", 200)));
  }

  @Test
  void instancesPatchThemselves() {
    assertThat(startScript(Synthesis.committed()))
        .contains("echo latest >/etc/dnf/vars/releasever\ndnf upgrade -y\n")
        .contains("upgrade_type = security\napply_updates = yes\n")
        .contains("systemctl enable --now dnf-automatic.timer");
  }

  @Test
  void theServiceExchangesNoTablesIfThereAreReaders() {
    assertThat(startScript(Synthesis.committed())).contains("HIRING_DATABASE_EXCHANGE=auto\n");
    assertThat(startScript(Synthesis.other())).contains("HIRING_DATABASE_EXCHANGE=never\n");
  }

  @Test
  void anUpdateWaitsForEachNewInstanceToBeReady() {
    template.hasResource(
        GROUP,
        Map.of(
            "CreationPolicy",
            Map.of("ResourceSignal", Map.of("Count", 1, "Timeout", "PT15M")),
            "UpdatePolicy",
            Match.objectLike(
                Map.of(
                    "AutoScalingRollingUpdate",
                    Match.objectLike(
                        Map.of(
                            "WaitOnResourceSignals",
                            true,
                            "PauseTime",
                            "PT15M",
                            "MaxBatchSize",
                            1,
                            "MinInstancesInService",
                            1))))));
    assertThat(startScript(Synthesis.committed()))
        .containsPattern(
            "(?s)/health/ready.*aws cloudformation signal-resource --stack-name 'GlobantPruebaStack'"
                + " --logical-resource-id ServiceInstances");
    assertThat(group().id()).isEqualTo("ServiceInstances");
  }

  @Test
  void anInstanceStartsAfterItsRoleMayDoWhatItMust() {
    template.hasResource(
        GROUP,
        Map.of(
            "DependsOn",
            Match.arrayWith(List.of(Match.stringLikeRegexp("InstanceRoleDefaultPolicy.*")))));
  }

  @Test
  void theGroupScalesByProcessorUseAndRequests() {
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
        Match.objectLike(
            Map.of(
                "TargetValue",
                value,
                "PredefinedMetricSpecification",
                Match.objectLike(Map.of("PredefinedMetricType", metric)))));
  }

  @Test
  void anInstanceThatGoesIsGivenTimeForItsLoads() {
    template.hasResourceProperties(
        "AWS::AutoScaling::LifecycleHook",
        Map.of(
            "LifecycleTransition", "autoscaling:EC2_INSTANCE_TERMINATING",
            "LifecycleHookName", "drain",
            "HeartbeatTimeout", 3900,
            "DefaultResult", "CONTINUE"));
    other.hasResourceProperties("AWS::AutoScaling::LifecycleHook", Map.of("HeartbeatTimeout", 900));
    assertThat(startScript(Synthesis.committed()))
        .contains("--auto-scaling-group-name 'hiring-dev' --lifecycle-hook-name 'drain'");
  }

  @Test
  void theStartScriptHasNamesOfSecretsAndNoValues() {
    assertThat(startScript(Synthesis.committed()))
        .contains("HIRING_DATABASE_SECRET=(Fn::ImportValue)")
        .contains("HIRING_STORAGE_SIGNING_SECRET=(Ref)")
        .contains("HIRING_AUTH_API_KEYS_SECRET=hiring/api-keys")
        .contains("HIRING_PRESIGNED_URL_EXPIRATION_HOURS=24")
        .contains("HIRING_HTTP_DRAIN_SECONDS=3600")
        .contains("HIRING_STORAGE_PREFIX=hiring/")
        .doesNotContain("resolve:secretsmanager");
    assertThat(startScript(Synthesis.other()))
        .contains("HIRING_STORAGE_SIGNING_SECRET=\n")
        .contains("HIRING_AUTH_API_KEYS_SECRET=archive/keys")
        .contains("HIRING_HTTP_PORT=9090")
        .contains("HIRING_DATABASE_SCHEMAS=people")
        .contains("HIRING_PRESIGNED_URL_EXPIRATION_HOURS=48");
  }

  @Test
  void theStartScriptFitsIntoALaunchTemplate() {
    // 16 KiB; names of what is made are longer than their stand-ins here, by some hundred bytes
    // each.
    assertThat(startScript(Synthesis.committed()).length()).isLessThan(16_384 - 2_000);
  }

  @Test
  void theRoleMayDoWhatAnInstanceDoesAndNothingElse() {
    Resource policy =
        Synthesis.committed().resources(STACK).stream()
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
    return Synthesis.committed().resources(STACK).stream()
        .filter(resource -> resource.type().equals(GROUP))
        .findFirst()
        .orElseThrow();
  }

  /** With the kind of reference in place of what CloudFormation fills in. */
  private static String startScript(Synthesis synthesis) {
    Map<?, ?> data =
        synthesis.resources(STACK).stream()
            .filter(resource -> resource.type().equals(TEMPLATE))
            .map(resource -> Synthesis.mapping(resource.properties(), "LaunchTemplateData"))
            .findFirst()
            .orElseThrow();
    Map<?, ?> encoded = Synthesis.mapping(Synthesis.mapping(data, "UserData"), "Fn::Base64");
    StringBuilder script = new StringBuilder();
    if (encoded.get("Fn::Join") instanceof List<?> join && join.get(1) instanceof List<?> parts) {
      for (Object part : parts) {
        script.append(
            part instanceof Map<?, ?> reference
                ? reference.keySet().toString().replace('[', '(').replace(']', ')')
                : part);
      }
    }
    return script.toString();
  }
}
