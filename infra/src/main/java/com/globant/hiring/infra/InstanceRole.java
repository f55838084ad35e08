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

/** The role of the instances, with one method for each group of rights. */
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

  void allowDownload(Asset program) {
    allow(
        "FetchTheJar",
        List.of("s3:GetObject"),
        program.getBucket().arnForObjects(program.getS3ObjectKey()));
  }

  /**
   * {@code GetObject} is for the URLs that the role signs. {@code ListBucket} is for {@code
   * HeadBucket}, which the service's readiness check calls.
   */
  void allowBucket(IBucket bucket) {
    allow("SeeTheBucket", List.of("s3:ListBucket"), bucket.getBucketArn());
    allow(
        "StoreReportsAndRefusedRows",
        List.of("s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject"),
        bucket.arnForObjects(Storage.SERVICE_PREFIX + "*"));
    allow(
        "DeleteRefusedRowsOfDryRuns",
        List.of("s3:DeleteObject"),
        bucket.arnForObjects(Storage.SERVICE_PREFIX + "rejects/dry-run/*"));
    Findings.accept(
        this,
        Map.of(
            "IAM5",
            "Object keys under the service's prefix end in generated ids; metrics and Session Manager"
                + " support no narrower resource."));
  }

  /**
   * Reading the objects that loads may name as sources.
   *
   * @param sources {@code s3://bucket/} or {@code s3://bucket/prefix/}
   */
  void allowSources(List<String> sources) {
    allowSources(role, sources);
  }

  /** The same for another role. */
  static void allowSources(Role role, List<String> sources) {
    for (int i = 0; i < sources.size(); i++) {
      String[] parts = sources.get(i).split("/", 4);
      String bucket = Stack.of(role).formatArn(bucketArn(parts[2]));
      role.addToPolicy(
          PolicyStatement.Builder.create()
              .sid("ListSource" + i)
              .actions(List.of("s3:ListBucket"))
              .resources(List.of(bucket))
              .conditions(Map.of("StringLike", Map.of("s3:prefix", parts[3] + "*")))
              .build());
      role.addToPolicy(
          PolicyStatement.Builder.create()
              .sid("ReadSource" + i)
              .actions(List.of("s3:GetObject"))
              .resources(List.of(bucket + "/" + parts[3] + "*"))
              .build());
    }
  }

  private static ArnComponents bucketArn(String bucket) {
    return ArnComponents.builder()
        .service("s3")
        .region("")
        .account("")
        .resource(bucket)
        .arnFormat(ArnFormat.NO_RESOURCE_NAME)
        .build();
  }

  /** Starting, reading and cancelling runs on Spark, and deleting their files. */
  void allowBulkLoads(BulkLoadsStack bulk, IBucket bucket) {
    allow("StartRuns", List.of("emr-serverless:StartJobRun"), bulk.applicationArn());
    allow(
        "FollowRuns",
        List.of("emr-serverless:CancelJobRun", "emr-serverless:GetJobRun"),
        bulk.applicationArn() + "/jobruns/*");
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("PassTheRoleOfTheJob")
            .actions(List.of("iam:PassRole"))
            .resources(List.of(bulk.role().getRoleArn()))
            .conditions(
                Map.of(
                    "StringEquals", Map.of("iam:PassedToService", "emr-serverless.amazonaws.com")))
            .build());
    allow(
        "DeleteFilesOfRuns",
        List.of("s3:DeleteObject"),
        bucket.arnForObjects(Storage.BULK_PREFIX + "*"));
  }

  void allowSecrets(ISecret... secrets) {
    for (ISecret secret : secrets) {
      secret.grantRead(role);
    }
  }

  void allowLogs(ILogGroup group) {
    allowLogs(role, group);
  }

  /** The same for another role. */
  static void allowLogs(Role role, ILogGroup group) {
    allow(
        role,
        "Log",
        List.of("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
        group.getLogGroupArn());
  }

  /** The rights of the Systems Manager agent; these actions support no resource restriction. */
  void allowSessionManager() {
    allow(
        "SessionManager",
        List.of(
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel"),
        "*");
  }

  /** {@code PutMetricData} supports no resource restriction, only a condition. */
  void allowMetrics(String namespace) {
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("Metrics")
            .actions(List.of("cloudwatch:PutMetricData"))
            .resources(List.of("*"))
            .conditions(Map.of("StringEquals", Map.of("cloudwatch:namespace", namespace)))
            .build());
  }

  /** The CDK grants the right to signal readiness itself. */
  void allowCompletingTermination(String autoScalingGroup) {
    allow(
        "EndTermination",
        List.of("autoscaling:CompleteLifecycleAction"),
        Stack.of(this)
            .formatArn(
                ArnComponents.builder()
                    .service("autoscaling")
                    .resource("autoScalingGroup")
                    .resourceName("*:autoScalingGroupName/" + autoScalingGroup)
                    .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                    .build()));
  }

  private void allow(String sid, List<String> actions, String resource) {
    allow(role, sid, actions, resource);
  }

  /** Adds a right to the policy of any role. */
  static void allow(Role role, String sid, List<String> actions, String resource) {
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid(sid)
            .actions(actions)
            .resources(List.of(resource))
            .build());
  }
}
