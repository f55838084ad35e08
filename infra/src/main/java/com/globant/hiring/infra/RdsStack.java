package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.RdsConfig;
import com.globant.hiring.infra.config.StacksConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.rds.AuroraMysqlClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraMysqlEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.CfnDBCluster;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.DatabaseInsightsMode;
import software.amazon.awscdk.services.rds.IClusterInstance;
import software.amazon.awscdk.services.rds.PerformanceInsightRetention;
import software.amazon.awscdk.services.rds.ProvisionedClusterInstanceProps;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.SecretRotation;
import software.amazon.awscdk.services.secretsmanager.SecretRotationApplication;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * Aurora MySQL in the isolated subnets, passwords of its administrator and of the service in
 * Secrets Manager, and a bastion host.
 */
final class RdsStack extends Stack {
  private static final String WRITER = "Writer";
  private static final String ADMINISTRATOR = "admin";

  /** Those that the CDK leaves out of the first passwords, as some clients take them for syntax. */
  private static final String UNUSED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

  private static final List<String> LOGS = List.of("audit", "error", "slowquery");

  /** In the same order each time. */
  private static final Map<String, String> PARAMETERS =
      new TreeMap<>(
          Map.of(
              "require_secure_transport", "ON",
              "character_set_server", "utf8mb4",
              "local_infile", "1",
              "server_audit_logging", "1",
              "server_audit_events", "CONNECT,QUERY_DCL,QUERY_DDL",
              "slow_query_log", "1"));

  private final DatabaseCluster cluster;
  private final ServiceAccount account;
  private final List<String> rotations;

  RdsStack(Construct scope, Configs configs, NetworkingStack networking) {
    super(
        scope,
        StacksConfig.RDS,
        Deployment.stack(StacksConfig.RDS, "Database of the hiring service", configs));
    cluster = cluster(configs, networking);
    account = new ServiceAccount(this, configs, cluster);
    rotations =
        List.of(
            rotate(configs, networking, "Rotation", Objects.requireNonNull(cluster.getSecret())),
            rotate(configs, networking, "ServiceRotation", account.secret()));
    new Bastion(this, configs, networking);
    acceptFindings();
  }

  DatabaseCluster cluster() {
    return cluster;
  }

  /** User name and password of the service, in the form that RDS gives them. */
  ISecret credentials() {
    return account.secret();
  }

  /** Names of the functions that change passwords. */
  List<String> rotations() {
    return rotations;
  }

  /** Gives the name of the function. */
  private String rotate(Configs configs, NetworkingStack networking, String id, ISecret secret) {
    String name = configs.prefix() + (id.equals("Rotation") ? "-rotation" : "-service-rotation");
    SecretRotation rotation =
        SecretRotation.Builder.create(this, id)
            .application(SecretRotationApplication.MYSQL_ROTATION_SINGLE_USER)
            .secret(secret)
            .target(cluster)
            .vpc(networking.vpc())
            .vpcSubnets(NetworkingStack.privateSubnets())
            .securityGroup(SecurityGroups.fixed(this, id + "Group", networking.groups().rotation()))
            .excludeCharacters(UNUSED_CHARACTERS)
            .automaticallyAfter(Duration.days(configs.stacks().rds().rotationDays()))
            .build();
    CfnResource application = (CfnResource) rotation.getNode().findChild("Resource");
    // The same name in a stage of the pipeline as without it.
    application.addPropertyOverride("Parameters.functionName", name);
    application.getNode().addDependency(functionLog(this, id + "Log", configs, name));
    // A schedule rotates at once when it is made: the account and an instance must be there.
    secret
        .getNode()
        .findChild("RotationSchedule")
        .getNode()
        .addDependency(account.account(), writer(cluster));
    return name;
  }

  /** The instance that statements need. */
  static IConstruct writer(DatabaseCluster cluster) {
    return cluster.getNode().findChild(WRITER);
  }

  /** A function makes its log group itself, to be kept for ever, unless it is there. */
  static LogGroup functionLog(Construct scope, String id, Configs configs, String function) {
    return LogGroup.Builder.create(scope, id)
        .logGroupName("/aws/lambda/" + function)
        .retention(Retention.ofLogs(configs.stacks().rds().logRetentionDays()))
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }

  private DatabaseCluster cluster(Configs configs, NetworkingStack networking) {
    RdsConfig config = configs.stacks().rds();
    String identifier = configs.prefix();
    Key key =
        Key.Builder.create(this, "Key")
            .description("Database of the hiring service")
            .enableKeyRotation(true)
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
    DatabaseCluster.Builder builder =
        DatabaseCluster.Builder.create(this, "Database")
            .clusterIdentifier(identifier)
            .engine(
                DatabaseClusterEngine.auroraMysql(
                    AuroraMysqlClusterEngineProps.builder()
                        .version(AuroraMysqlEngineVersion.of(config.engineVersion(), "8.0"))
                        .build()))
            .credentials(Credentials.fromGeneratedSecret(ADMINISTRATOR))
            .enableDataApi(true)
            .writer(instance(WRITER, config, key))
            .readers(readers(config, key))
            .vpc(networking.vpc())
            .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
            .securityGroups(
                List.of(
                    SecurityGroups.fixed(this, "DatabaseGroup", networking.groups().database())))
            .parameters(PARAMETERS)
            .cloudwatchLogsExports(LOGS)
            .storageEncrypted(true)
            .storageEncryptionKey(key)
            .databaseInsightsMode(DatabaseInsightsMode.STANDARD)
            .enablePerformanceInsights(true)
            .performanceInsightEncryptionKey(key)
            .performanceInsightRetention(
                Retention.ofInsights(config.performanceInsightsRetentionDays()))
            .backup(
                BackupProps.builder()
                    .retention(Duration.days(config.backupRetentionDays()))
                    .build())
            .copyTagsToSnapshot(true)
            .deletionProtection(configs.environment().isProtected())
            .removalPolicy(RemovalPolicy.SNAPSHOT);
    if (config.capacity() == RdsConfig.Capacity.SERVERLESS) {
      builder
          .serverlessV2MinCapacity(config.serverlessMinAcu())
          .serverlessV2MaxCapacity(config.serverlessMaxAcu());
    }
    DatabaseCluster built = builder.build();
    // The same name in a stage of the pipeline as without it: another would be another password.
    ((CfnResource) built.getNode().findChild("Secret").getNode().getDefaultChild())
        .overrideLogicalId("DatabaseSecret");
    startFrom(config.snapshotArn(), built);
    keepLogs(identifier, config, built);
    return built;
  }

  /** A restored cluster has the snapshot's administrator, and takes the password as a change. */
  private static void startFrom(@Nullable String snapshotArn, DatabaseCluster cluster) {
    if (snapshotArn != null) {
      CfnDBCluster restored = (CfnDBCluster) cluster.getNode().getDefaultChild();
      restored.setSnapshotIdentifier(snapshotArn);
      restored.addPropertyDeletionOverride("MasterUsername");
      // As the CDK's own DatabaseClusterFromSnapshot has it.
      Findings.acceptInTemplate(
          restored,
          "F3021",
          "A restored cluster has the snapshot's administrator, and gets another password for it.");
    }
  }

  /** The database makes its log groups itself, to be kept for ever, unless they are there. */
  private void keepLogs(String identifier, RdsConfig config, DatabaseCluster built) {
    for (String log : LOGS) {
      LogGroup group =
          LogGroup.Builder.create(this, "Log-" + log)
              .logGroupName("/aws/rds/cluster/%s/%s".formatted(identifier, log))
              .retention(Retention.ofLogs(config.logRetentionDays()))
              .removalPolicy(RemovalPolicy.DESTROY)
              .build();
      built.getNode().addDependency(group);
    }
  }

  private static List<IClusterInstance> readers(RdsConfig config, IKey key) {
    return IntStream.rangeClosed(1, config.readers())
        .mapToObj(number -> instance("Reader" + number, config, key))
        .toList();
  }

  private static IClusterInstance instance(String id, RdsConfig config, IKey key) {
    PerformanceInsightRetention insights =
        Retention.ofInsights(config.performanceInsightsRetentionDays());
    if (config.capacity() == RdsConfig.Capacity.PROVISIONED) {
      return ClusterInstance.provisioned(
          id,
          ProvisionedClusterInstanceProps.builder()
              .instanceType(new InstanceType(config.instanceClass()))
              .publiclyAccessible(false)
              .enablePerformanceInsights(true)
              .performanceInsightEncryptionKey(key)
              .performanceInsightRetention(insights)
              .build());
    }
    // A reader that is to take the writer's place must be as large.
    return ClusterInstance.serverlessV2(
        id,
        ServerlessV2ClusterInstanceProps.builder()
            .publiclyAccessible(false)
            .enablePerformanceInsights(true)
            .performanceInsightEncryptionKey(key)
            .performanceInsightRetention(insights)
            .scaleWithWriter(id.equals(WRITER) ? null : true)
            .build());
  }

  private void acceptFindings() {
    Findings.accept(
        cluster,
        Map.of(
            "RDS6",
            "The service signs in with a password that is rotated; IAM tokens last 15 minutes, and"
                + " signing in with them is limited to some hundred a second.",
            "RDS10",
            "Protected against deletion in every environment but dev.",
            "RDS11",
            "Another port than 3306 keeps nobody out; the security group does.",
            "RDS14",
            "Loads are atomic, and backups restore to any second.",
            "RDS16",
            "The general log would hold every row that is loaded."));
  }
}
