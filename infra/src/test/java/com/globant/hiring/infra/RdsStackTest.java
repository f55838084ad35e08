package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class RdsStackTest {
  private static final String STACK = Synthesis.RDS;
  private static final String CLUSTER = "AWS::RDS::DBCluster";
  private static final String INSTANCE = "AWS::RDS::DBInstance";

  private final Template template = Synthesis.defaults().template(STACK);
  private final Template other = Synthesis.other().template(STACK);

  @Test
  void storageIsEncryptedWithARotatedKey() {
    template.hasResourceProperties(
        CLUSTER,
        Map.of(
            "Engine",
            "aurora-mysql",
            "StorageEncrypted",
            true,
            "KmsKeyId",
            Map.of("Fn::GetAtt", Match.anyValue())));
    template.hasResourceProperties("AWS::KMS::Key", Map.of("EnableKeyRotation", true));
  }

  @Test
  void tlsIsRequired() {
    template.hasResourceProperties(
        "AWS::RDS::DBClusterParameterGroup",
        Map.of("Parameters", Map.of("require_secure_transport", "ON")));
    template.hasResourceProperties(
        CLUSTER, Map.of("DBClusterParameterGroupName", Match.anyValue()));
  }

  @Test
  void passwordsAreGeneratedAndRotated() {
    template.hasResourceProperties(
        "AWS::SecretsManager::Secret",
        Map.of(
            "GenerateSecretString", Map.of("GenerateStringKey", "password", "PasswordLength", 30)));
    template.hasResourceProperties(
        "AWS::SecretsManager::RotationSchedule",
        Map.of("RotationRules", Map.of("ScheduleExpression", "rate(30 days)")));
    other.hasResourceProperties(
        "AWS::SecretsManager::RotationSchedule",
        Map.of("RotationRules", Map.of("ScheduleExpression", "rate(60 days)")));
    assertThat(Synthesis.defaults().text(STACK))
        .contains("{{resolve:secretsmanager:")
        .contains("\"functionName\": \"hiring-dev-rotation\"")
        .contains("\"functionName\": \"hiring-dev-service-rotation\"");
    template.resourceCountIs("AWS::SecretsManager::RotationSchedule", 2);
  }

  @Test
  void rotationStartsAfterWriterAndAccountExist() {
    assertThat(Synthesis.defaults().resources(STACK, "AWS::SecretsManager::RotationSchedule"))
        .hasSize(2)
        .allSatisfy(
            one -> assertThat(one.dependsOn()).contains("DatabaseWriter", "ServiceAccount"));
    assertThat(Synthesis.defaults().resource(STACK, "Custom::DatabaseAccount").dependsOn())
        .contains("DatabaseWriter");
  }

  @Test
  void functionLogsExpire() {
    for (String function : List.of("rotation", "service-rotation", "database-account")) {
      template.hasResourceProperties(
          "AWS::Logs::LogGroup",
          Map.of("LogGroupName", "/aws/lambda/hiring-dev-" + function, "RetentionInDays", 30));
    }
  }

  @Test
  void serviceAccountHasTheDocumentedRights() throws IOException {
    List<String> documented =
        Pattern.compile("(?m)^GRANT (.*) ON `?(\\w+|\\*)`?\\.\\* TO 'hiring'")
            .matcher(Files.readString(Path.of("../docs/operating.md")))
            .results()
            .map(grant -> grant.group(1) + " ON " + grant.group(2))
            .toList();

    assertThat(documented).hasSize(3);
    template.hasResourceProperties("Custom::DatabaseAccount", Map.of("Grants", documented));
    other.hasResourceProperties(
        "Custom::DatabaseAccount",
        Map.of(
            "Grants",
            List.of(
                documented.get(0).replace("ON hiring", "ON people"),
                documented.get(0).replace("ON hiring", "ON staff-2"),
                documented.get(1),
                documented.get(2))));
    template.hasResourceProperties(CLUSTER, Map.of("EnableHttpEndpoint", true));
    assertThat(secretsOfInstances())
        .contains("ServiceAccountSecret")
        .doesNotContain("DatabaseSecret");
  }

  /** Secrets of this stack that the service's stack imports. */
  private static String secretsOfInstances() {
    return Pattern.compile("RdsStack:ExportsOutputRef(\\w*Secret\\w*)")
        .matcher(Synthesis.defaults().text("GlobantPruebaStack"))
        .results()
        .map(match -> match.group(1))
        .distinct()
        .collect(Collectors.joining(" "));
  }

  @Test
  void accountFunctionHasOnlyTheNeededRights() {
    template.hasResourceProperties(
        "AWS::IAM::Policy",
        Map.of(
            "PolicyName",
            Match.stringLikeRegexp("ServiceAccountRole.*"),
            "PolicyDocument",
            Map.of(
                "Statement",
                List.of(
                    Map.of("Action", "rds-data:ExecuteStatement"),
                    Map.of("Action", "secretsmanager:GetSecretValue"),
                    Map.of("Action", List.of("logs:CreateLogStream", "logs:PutLogEvents"))))));
  }

  @Test
  void databaseIsRestoredFromTheConfiguredSnapshot() {
    template.hasResourceProperties(
        CLUSTER, Map.of("SnapshotIdentifier", Match.absent(), "MasterUsername", Match.anyValue()));
    other.hasResourceProperties(
        CLUSTER,
        Map.of(
            "SnapshotIdentifier",
            "arn:aws:rds:eu-central-1:222222222222:cluster-snapshot:archive-2026",
            "MasterUsername",
            Match.absent(),
            "MasterUserPassword",
            Match.anyValue()));
  }

  @Test
  void serverlessDatabaseHasCapacityLimits() {
    template.hasResourceProperties(
        CLUSTER,
        Map.of("ServerlessV2ScalingConfiguration", Map.of("MinCapacity", 0.5, "MaxCapacity", 4)));
    template.resourceCountIs(INSTANCE, 1);
    template.hasResourceProperties(INSTANCE, Map.of("DBInstanceClass", "db.serverless"));
  }

  @Test
  void provisionedDatabaseHasClassAndReaders() {
    other.resourceCountIs(INSTANCE, 3);
    other.allResourcesProperties(INSTANCE, Map.of("DBInstanceClass", "db.r7g.xlarge"));
    other.hasResourceProperties(
        CLUSTER, Map.of("ServerlessV2ScalingConfiguration", Match.absent()));
  }

  @Test
  void backupsHaveRetentionAndDeletionLeavesASnapshot() {
    template.hasResource(
        CLUSTER,
        Map.of(
            "DeletionPolicy",
            "Snapshot",
            "Properties",
            Map.of("BackupRetentionPeriod", 7, "CopyTagsToSnapshot", true)));
    other.hasResourceProperties(CLUSTER, Map.of("BackupRetentionPeriod", 14));
  }

  @Test
  void deletionProtectionIsOnExceptInDev() {
    template.hasResourceProperties(CLUSTER, Map.of("DeletionProtection", false));
    other.hasResourceProperties(CLUSTER, Map.of("DeletionProtection", true));
  }

  @Test
  void performanceInsightsAreOn() {
    template.hasResourceProperties(
        CLUSTER,
        Map.of("PerformanceInsightsEnabled", true, "PerformanceInsightsRetentionPeriod", 7));
    other.allResourcesProperties(
        INSTANCE,
        Map.of("EnablePerformanceInsights", true, "PerformanceInsightsRetentionPeriod", 62));
  }

  @Test
  void databaseIsInIsolatedSubnets() {
    template.allResourcesProperties(INSTANCE, Map.of("PubliclyAccessible", false));
    assertThat(Synthesis.defaults().resources(STACK, "AWS::RDS::DBSubnetGroup"))
        .singleElement()
        .satisfies(
            group ->
                assertThat(String.valueOf(group.properties().get("SubnetIds")))
                    .contains("IsolatedSubnet1", "IsolatedSubnet2")
                    .doesNotContain("Public", "Private"));
  }

  @Test
  void databaseLogsExpire() {
    for (String log : List.of("audit", "error", "slowquery")) {
      template.hasResourceProperties(
          "AWS::Logs::LogGroup",
          Map.of("LogGroupName", "/aws/rds/cluster/hiring-dev/" + log, "RetentionInDays", 30));
    }
    template.hasResource(
        CLUSTER,
        Map.of(
            "DependsOn", List.of("Logaudit106978BF", "Logerror7F4D57FF", "Logslowquery4848E92D")));
  }

  @Test
  void bastionIsOnlyReachableThroughSessionManager() {
    template.resourceCountIs("AWS::EC2::Instance", 1);
    template.hasResourceProperties(
        "AWS::EC2::Instance",
        Map.of(
            "KeyName",
            Match.absent(),
            "NetworkInterfaces",
            Match.absent(),
            "MetadataOptions",
            Map.of("HttpTokens", "required", "HttpPutResponseHopLimit", 1),
            "BlockDeviceMappings",
            List.of(Map.of("Ebs", Map.of("Encrypted", true))),
            "UserData",
            Map.of("Fn::Base64", Match.stringLikeRegexp("dnf install .*mariadb105"))));
    template.hasResourceProperties(
        "AWS::IAM::Policy",
        Map.of(
            "PolicyDocument",
            Map.of(
                "Statement",
                List.of(
                    Map.of(
                        "Action",
                        List.of(
                            "ec2messages:*", "ssm:UpdateInstanceInformation", "ssmmessages:*"))))));
  }
}
