package com.globant.hiring.infra;

import com.globant.hiring.infra.cloudwatch.LogGroups;
import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.RdsConfig;
import com.globant.hiring.infra.config.Retention;
import com.globant.hiring.infra.config.StacksConfig;
import java.util.List;
import java.util.Locale;
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

/** Aurora MySQL in the isolated subnets, its accounts with rotated passwords, a bastion host. */
final class RdsStack extends Stack {
  private static final String WRITER = "Writer";
  private static final String ADMINISTRATOR = "admin";

  /** The characters that the CDK excludes from the first password too. */
  private static final String UNUSED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

  private static final List<String> LOGS = List.of("audit", "error", "slowquery");

  /** Sorted, so that the template is the same each time. */
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
  private final DatabaseAccount account;
  private final List<String> rotations;

  RdsStack(Construct scope, Configs configs, NetworkingStack networking) {
    super(
        scope,
        StacksConfig.RDS,
        Deployment.stackProps(StacksConfig.RDS, "Database of the hiring service", configs));
    cluster = cluster(configs, networking);
    account = DatabaseAccount.ofService(this, configs, cluster);
    ISecret administrator = Objects.requireNonNull(cluster.getSecret());
    rotations =
        List.of(
            rotate(this, configs, networking, cluster, account, administrator, "Rotation"),
            rotate(
                this, configs, networking, cluster, account, account.secret(), "ServiceRotation"));
    new Bastion(this, configs, networking);
    acceptFindings();
  }

  DatabaseCluster cluster() {
    return cluster;
  }

  /** User name, password, host and port of the service's account as JSON. */
  ISecret credentials() {
    return account.secret();
  }

  /** Names of the functions that rotate passwords. */
  List<String> rotations() {
    return rotations;
  }

  /**
   * Rotates a password, and returns the name of the rotation function.
   *
   * @param account must exist before
   */
  static String rotate(
      Construct scope,
      Configs configs,
      NetworkingStack networking,
      DatabaseCluster cluster,
      DatabaseAccount account,
      ISecret secret,
      String id) {
    // Such as service-rotation.
    String name = configs.prefix() + id.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    SecretRotation rotation =
        SecretRotation.Builder.create(scope, id)
            .application(SecretRotationApplication.MYSQL_ROTATION_SINGLE_USER)
            .secret(secret)
            .target(cluster)
            .vpc(networking.vpc())
            .vpcSubnets(NetworkingStack.privateSubnets())
            .securityGroup(
                SecurityGroups.imported(scope, id + "Group", networking.groups().rotation()))
            .excludeCharacters(UNUSED_CHARACTERS)
            .automaticallyAfter(Duration.days(configs.stacks().rds().rotationDays()))
            .build();
    CfnResource application = (CfnResource) rotation.getNode().findChild("Resource");
    // Fixed, so that the name is the same from the command line and from the pipeline.
    application.addPropertyOverride("Parameters.functionName", name);
    application.getNode().addDependency(functionLog(scope, id + "Log", configs, name));
    // A new schedule rotates at once, so the account and an instance must exist.
    secret
        .getNode()
        .findChild("RotationSchedule")
        .getNode()
        .addDependency(account.account(), writer(cluster));
    return name;
  }

  /** The writer instance, to depend on. */
  static IConstruct writer(DatabaseCluster cluster) {
    return cluster.getNode().findChild(WRITER);
  }

  static LogGroup functionLog(Construct scope, String id, Configs configs, String function) {
    return LogGroups.create(
        scope, id, "/aws/lambda/" + function, configs.stacks().rds().logRetentionDays());
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
                    SecurityGroups.imported(this, "DatabaseGroup", networking.groups().database())))
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
    // Fixed, since another id in the pipeline would create another password.
    ((CfnResource) built.getNode().findChild("Secret").getNode().getDefaultChild())
        .overrideLogicalId("DatabaseSecret");
    restoreFrom(config.snapshotArn(), built);
    for (String log : LOGS) {
      String name = "/aws/rds/cluster/%s/%s".formatted(identifier, log);
      built
          .getNode()
          .addDependency(LogGroups.create(this, "Log-" + log, name, config.logRetentionDays()));
    }
    return built;
  }

  /** A restored cluster keeps the administrator's name of the snapshot, and gets a new password. */
  private static void restoreFrom(@Nullable String snapshotArn, DatabaseCluster cluster) {
    if (snapshotArn != null) {
      CfnDBCluster restored = (CfnDBCluster) cluster.getNode().getDefaultChild();
      restored.setSnapshotIdentifier(snapshotArn);
      restored.addPropertyDeletionOverride("MasterUsername");
      // DatabaseClusterFromSnapshot of the CDK does the same.
      Findings.acceptInTemplate(
          restored,
          "F3021",
          "A restored cluster has the administrator of the snapshot, with a new password.");
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
    // A reader must be as large as the writer to replace it.
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
            "The service's password is rotated; IAM tokens last 15 minutes, and AWS limits logins with"
                + " them to some hundred a second.",
            "RDS10",
            "Deletion protection is on in every environment except dev.",
            "RDS11",
            "The security group restricts access; another port would not.",
            "RDS14",
            "Loads are atomic, and backups restore to any second.",
            "RDS16",
            "The general log would contain every loaded row."));
  }
}
