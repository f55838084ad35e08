package com.globant.hiring.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/** What an instance may do, each for one of the things it does. */
final class InstanceRole extends Construct {
  private final Role role;

  InstanceRole(Construct scope) {
    super(scope, "InstanceRole");
    role =
        Role.Builder.create(this, "Role")
            .description("Instances of the hiring service")
            .assumedBy(new ServicePrincipal("ec2.amazonaws.com"))
            .build();
  }

  Role role() {
    return role;
  }

  void mayFetch(Asset program) {
    allow(
        "FetchTheJar",
        List.of("s3:GetObject"),
        List.of(program.getBucket().arnForObjects(program.getS3ObjectKey())));
  }

  /**
   * Reading is for URLs that the role itself signs. Without the right to list, the service cannot
   * even ask whether the bucket is there ({@code HeadBucket}), and would never be ready.
   */
  void mayStoreIn(IBucket bucket) {
    allow("SeeTheBucket", List.of("s3:ListBucket"), List.of(bucket.getBucketArn()));
    allow(
        "StoreReportsAndRefusedRows",
        List.of("s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject"),
        List.of(bucket.arnForObjects(Storage.SERVICE_PREFIX + "*")));
    allow(
        "DeleteRefusedRowsOfDryRuns",
        List.of("s3:DeleteObject"),
        List.of(bucket.arnForObjects(Storage.SERVICE_PREFIX + "rejects/dry-run/*")));
    Findings.accept(
        this,
        Map.of(
            "IAM5",
            "Every object under the service's own prefix, whose names end in ids; metrics and Session"
                + " Manager know no narrower resource."));
  }

  void mayRead(ISecret... secrets) {
    for (ISecret secret : secrets) {
      secret.grantRead(role);
    }
  }

  void mayLogTo(ILogGroup group) {
    allow(
        "Log",
        List.of("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
        List.of(group.getLogGroupArn()));
  }

  /** What the agent of Systems Manager needs for Session Manager, none of which knows resources. */
  void mayBeReachedBySessionManager() {
    allow(
        "SessionManager",
        List.of(
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel"),
        List.of("*"));
  }

  /**
   * @param namespace of the metrics; publishing them knows no resources
   */
  void mayPublishMetrics(String namespace) {
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("Metrics")
            .actions(List.of("cloudwatch:PutMetricData"))
            .resources(List.of("*"))
            .conditions(Map.of("StringEquals", Map.of("cloudwatch:namespace", namespace)))
            .build());
  }

  /** Tells Auto Scaling when the last load has ended. That it is ready, the group lets it say. */
  void mayEndTerminationIn(String autoScalingGroup) {
    allow(
        "EndTermination",
        List.of("autoscaling:CompleteLifecycleAction"),
        List.of(
            Stack.of(this)
                .formatArn(
                    ArnComponents.builder()
                        .service("autoscaling")
                        .resource("autoScalingGroup")
                        .resourceName("*:autoScalingGroupName/" + autoScalingGroup)
                        .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                        .build())));
  }

  private void allow(String sid, List<String> actions, List<String> resources) {
    role.addToPolicy(
        PolicyStatement.Builder.create().sid(sid).actions(actions).resources(resources).build());
  }
}
