package com.globant.hiring.infra;

import com.globant.hiring.infra.cloudwatch.Alarms;
import com.globant.hiring.infra.cloudwatch.LogGroups;
import com.globant.hiring.infra.config.BulkLoadsConfig;
import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.StacksConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.emrserverless.CfnApplication;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * Loads on Spark: an application of EMR Serverless that runs the job, which starts with the first
 * run and stops when it is idle.
 */
final class BulkLoadsStack extends Stack {
  private static final String EMR_SERVERLESS = "emr-serverless.amazonaws.com";

  /** What EMR Serverless gives a worker by default for each of its vCPUs. */
  private static final int GIB_PER_VCPU = 4;

  /** The smallest disk of a worker, which may have one vCPU. */
  private static final int DISK_GIB_PER_VCPU = 20;

  private final Configs configs;
  private final BulkLoadsConfig config;
  private final Asset jar;
  private final CfnApplication application;
  private final Role role;
  private final String secretName;

  BulkLoadsStack(Construct scope, Configs configs, NetworkingStack networking, RdsStack rds) {
    super(
        scope,
        StacksConfig.BULK,
        Deployment.stackProps(StacksConfig.BULK, "Loads of the hiring service on Spark", configs));
    this.configs = configs;
    config = configs.stacks().bulk();
    secretName = configs.prefix() + "-bulk-account";
    jar = Asset.Builder.create(this, "Jar").path(config.jar()).build();
    LogGroup log =
        LogGroups.create(
            this,
            "Log",
            "/%s/%s/bulk"
                .formatted(configs.environment().projectName(), configs.environment().name()),
            config.logRetentionDays());
    application = application(networking, log);
    role = role(log);
    account(networking, rds);
    reportFailedRuns();
    if (config.monthlyBudgetUsd() != null) {
      addBudget(config.monthlyBudgetUsd());
    }
  }

  private CfnApplication application(NetworkingStack networking, LogGroup log) {
    ISecurityGroup group =
        SecurityGroups.imported(
            this, "WorkersGroup", Objects.requireNonNull(networking.groups().bulk()));
    return CfnApplication.Builder.create(this, "Application")
        .name(configs.prefix())
        .type("Spark")
        .releaseLabel(config.releaseLabel())
        .architecture("ARM64")
        .autoStartConfiguration(
            CfnApplication.AutoStartConfigurationProperty.builder().enabled(true).build())
        .autoStopConfiguration(
            CfnApplication.AutoStopConfigurationProperty.builder()
                .enabled(true)
                .idleTimeoutMinutes(config.idleMinutes())
                .build())
        .maximumCapacity(
            CfnApplication.MaximumAllowedResourcesProperty.builder()
                .cpu(config.maxVcpus() + " vCPU")
                .memory(config.maxVcpus() * GIB_PER_VCPU + " GB")
                .disk(config.maxVcpus() * DISK_GIB_PER_VCPU + " GB")
                .build())
        .networkConfiguration(
            CfnApplication.NetworkConfigurationProperty.builder()
                .subnetIds(
                    networking.vpc().selectSubnets(NetworkingStack.privateSubnets()).getSubnetIds())
                .securityGroupIds(List.of(group.getSecurityGroupId()))
                .build())
        .monitoringConfiguration(
            CfnApplication.MonitoringConfigurationProperty.builder()
                .cloudWatchLoggingConfiguration(
                    CfnApplication.CloudWatchLoggingConfigurationProperty.builder()
                        .enabled(true)
                        .logGroupName(log.getLogGroupName())
                        .build())
                .build())
        .build();
  }

  /** The role of the job, which only runs of this application may have. */
  private Role role(LogGroup log) {
    Role made =
        Role.Builder.create(this, "JobRole")
            .description("The Spark job of the hiring service")
            .assumedBy(
                ServicePrincipal.Builder.create(EMR_SERVERLESS)
                    .conditions(
                        new TreeMap<>(
                            Map.of(
                                "StringEquals",
                                Map.of("aws:SourceAccount", getAccount()),
                                "ArnLike",
                                Map.of("aws:SourceArn", application.getAttrArn()))))
                    .build())
            .build();
    InstanceRole.allow(
        made,
        "ReadTheJar",
        List.of("s3:GetObject"),
        jar.getBucket().arnForObjects(jar.getS3ObjectKey()));
    InstanceRole.allowLogs(made, log);
    InstanceRole.allow(
        made,
        "FindTheLog",
        List.of("logs:DescribeLogGroups"),
        formatArn(
            ArnComponents.builder()
                .service("logs")
                .resource("log-group")
                .resourceName("*")
                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                .build()));
    InstanceRole.allowSources(made, configs.stacks().service().sources());
    Findings.accept(
        made,
        Map.of(
            "IAM5",
            "EMR Serverless looks for its log group among all of them; what sources contain is not known"
                + " before."));
    return made;
  }

  /** EMR Serverless reads the secret itself, with its service principal, and needs its own key. */
  private void account(NetworkingStack networking, RdsStack rds) {
    Key key =
        Key.Builder.create(this, "Key")
            .description("Database account of the hiring service's Spark job")
            .enableKeyRotation(true)
            .build();
    key.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("DecryptSecretsForRuns")
            .principals(List.of(new ServicePrincipal(EMR_SERVERLESS)))
            .actions(List.of("kms:Decrypt", "kms:DescribeKey"))
            .resources(List.of("*"))
            .conditions(
                Map.of(
                    "StringEquals",
                    new TreeMap<>(
                        Map.of(
                            "kms:ViaService",
                            "secretsmanager.%s.amazonaws.com".formatted(getRegion()),
                            "aws:SourceAccount",
                            getAccount()))))
            .build());
    DatabaseAccount account =
        DatabaseAccount.ofBulkLoads(this, configs, rds.cluster(), key, secretName);
    account
        .secret()
        .addToResourcePolicy(
            PolicyStatement.Builder.create()
                .sid("ReadByRuns")
                .principals(List.of(new ServicePrincipal(EMR_SERVERLESS)))
                .actions(List.of("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"))
                .resources(List.of("*"))
                .conditions(Map.of("ArnLike", Map.of("aws:SourceArn", application.getAttrArn())))
                .build());
    RdsStack.rotate(
        this, configs, networking, rds.cluster(), account, account.secret(), "BulkRotation");
  }

  /** A failed run needs a person only if its load fails; the service's alarm reports that too. */
  private void reportFailedRuns() {
    Rule.Builder.create(this, "FailedRuns")
        .description("Failed runs of the Spark job")
        .eventPattern(
            EventPattern.builder()
                .source(List.of("aws.emr-serverless"))
                .detailType(List.of("EMR Serverless Job Run State Change"))
                .detail(
                    new TreeMap<>(
                        Map.of(
                            "applicationId", List.of(application.getAttrApplicationId()),
                            "state", List.of("FAILED"))))
                .build())
        .targets(
            List.of(
                new SnsTopic(
                    Alarms.topic(this, "Alarms", configs.stacks().service().alarmEmail()))))
        .build();
  }

  /** Of all EMR in the account: budgets know no single application. */
  private void addBudget(int usd) {
    String email = Objects.requireNonNull(configs.stacks().service().alarmEmail());
    CfnBudget.Builder.create(this, "Budget")
        .budget(
            CfnBudget.BudgetDataProperty.builder()
                .budgetName(configs.prefix() + "-bulk-loads")
                .budgetType("COST")
                .timeUnit("MONTHLY")
                .budgetLimit(CfnBudget.SpendProperty.builder().amount(usd).unit("USD").build())
                .costFilters(Map.of("Service", List.of("Amazon Elastic MapReduce")))
                .build())
        .notificationsWithSubscribers(
            Stream.of("ACTUAL", "FORECASTED").map(type -> notification(type, email)).toList())
        .build();
  }

  private static CfnBudget.NotificationWithSubscribersProperty notification(
      String type, String email) {
    return CfnBudget.NotificationWithSubscribersProperty.builder()
        .notification(
            CfnBudget.NotificationProperty.builder()
                .notificationType(type)
                .comparisonOperator("GREATER_THAN")
                .threshold(type.equals("ACTUAL") ? 80 : 100)
                .thresholdType("PERCENTAGE")
                .build())
        .subscribers(
            List.of(
                CfnBudget.SubscriberProperty.builder()
                    .subscriptionType("EMAIL")
                    .address(email)
                    .build()))
        .build();
  }

  /** The role of the job. */
  Role role() {
    return role;
  }

  /** ARN of the application. */
  String applicationArn() {
    return application.getAttrArn();
  }

  /** The settings of the service, by the names that {@code bulk.env} uses. */
  Map<String, String> settings() {
    return Map.of(
        "BULK_APPLICATION", application.getAttrApplicationId(),
        "BULK_ROLE", role.getRoleArn(),
        "BULK_JAR_BUCKET", jar.getS3BucketName(),
        "BULK_JAR_KEY", jar.getS3ObjectKey(),
        "BULK_SECRET", secretName,
        "BULK_AUTO_BYTES", bytes(config.autoGib()),
        "BULK_AUTO_TABLE_BYTES", bytes(config.autoTableGib()),
        "BULK_TIMEOUT_MINUTES", String.valueOf(config.timeoutMinutes()),
        "BULK_CONF", String.join(",", config.sparkConf()));
  }

  private static String bytes(int gib) {
    return String.valueOf((long) gib << 30);
  }
}
