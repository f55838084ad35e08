package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.infra.Synthesis.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The stack of the configuration in which it is enabled. */
final class BulkLoadsStackTest {
  private static final String STACK = Synthesis.BULK;

  private final Synthesis other = Synthesis.other();
  private final Template template = other.template(STACK);

  @ParameterizedTest
  @FieldSource("com.globant.hiring.infra.Synthesis#STACKS")
  void nothingIsThereByDefault(String stack) {
    assertThat(Synthesis.defaults().stacks()).doesNotContain(STACK);
    assertThat(Synthesis.defaults().text(stack)).doesNotContainIgnoringCase("bulk", "emr");
  }

  @Test
  void applicationStartsAndStopsByItselfAndHasALimit() {
    template.hasResourceProperties(
        "AWS::EMRServerless::Application",
        Map.of(
            "Name", "archive-test-2",
            "Type", "Spark",
            "ReleaseLabel", "emr-7.9.0",
            "AutoStartConfiguration", Map.of("Enabled", true),
            "AutoStopConfiguration", Map.of("Enabled", true, "IdleTimeoutMinutes", 15),
            "MaximumCapacity", Map.of("Cpu", "200 vCPU", "Memory", "800 GB", "Disk", "4000 GB"),
            "InitialCapacity", Match.absent()));
  }

  @Test
  void workersReachTheDatabaseAndNothingReachesThem() {
    String network =
        String.valueOf(
            other
                .resource(STACK, "AWS::EMRServerless::Application")
                .properties()
                .get("NetworkConfiguration"));
    assertThat(network).contains("PrivateSubnet").doesNotContain("PublicSubnet", "IsolatedSubnet");

    List<Resource> rules = other.resources(Synthesis.NETWORKING);
    assertThat(rules)
        .filteredOn(rule -> rule.type().equals("AWS::EC2::SecurityGroupIngress"))
        .noneMatch(rule -> String.valueOf(rule.properties().get("GroupId")).contains("BulkGroup"));
    other
        .template(Synthesis.NETWORKING)
        .hasResourceProperties(
            "AWS::EC2::SecurityGroupIngress",
            Map.of("Description", "BulkGroupToDatabase", "FromPort", 3306, "ToPort", 3306));
  }

  @Test
  void accountMayAddRowsButChangeNone() {
    template.hasResourceProperties(
        "Custom::DatabaseAccount",
        Map.of(
            "Grants",
            List.of(
                "SELECT, INSERT ON people",
                "SELECT, INSERT ON staff-2",
                "SELECT, INSERT, UPDATE, CREATE ON hiring_service.bulk_runs",
                "SELECT, INSERT, UPDATE, CREATE ON hiring_service.load_parts")));
  }

  @Test
  void passwordIsRotatedAndReadableForRunsOfThisApplicationOnly() {
    template.resourceCountIs("AWS::SecretsManager::RotationSchedule", 1);
    template.hasResourceProperties(
        "AWS::SecretsManager::Secret",
        Map.of("Name", "archive-test-2-bulk-account", "KmsKeyId", Match.anyValue()));
    template.hasResourceProperties("AWS::KMS::Key", Map.of("EnableKeyRotation", true));
    template.hasResourceProperties(
        "AWS::SecretsManager::ResourcePolicy",
        Map.of(
            "ResourcePolicy",
            Map.of(
                "Statement",
                Match.arrayWith(
                    List.of(
                        Match.objectLike(
                            Map.of(
                                "Sid",
                                "ReadByRuns",
                                "Principal",
                                Map.of("Service", "emr-serverless.amazonaws.com"),
                                "Condition",
                                Map.of("ArnLike", Map.of("aws:SourceArn", Match.anyValue())))))))));
  }

  @Test
  void onlyRunsOfTheApplicationHaveTheRole() {
    String trust =
        String.valueOf(
            other.resources(STACK, "AWS::IAM::Role").stream()
                .filter(role -> role.id().startsWith("JobRole"))
                .findFirst()
                .orElseThrow()
                .properties()
                .get("AssumeRolePolicyDocument"));

    assertThat(trust)
        .contains("emr-serverless.amazonaws.com", "aws:SourceArn", "aws:SourceAccount");
  }

  @Test
  void jobReadsSourcesAndItsJarAndWritesItsOwnFiles() {
    assertThat(statements(STACK, "JobRole"))
        .extracting(statement -> String.valueOf(statement.get("Sid")))
        .containsExactlyInAnyOrder(
            "ReadTheJar",
            "Log",
            "FindTheLog",
            "ListSource0",
            "ReadSource0",
            "ListSource1",
            "ReadSource1");
    assertThat(statements(Synthesis.SERVICE, "BulkFiles").toString())
        .contains("hiring/bulk/*")
        .doesNotContain("hiring/*");
  }

  @Test
  void serviceStartsFollowsAndCancelsRuns() {
    List<Map<?, ?>> rights = statements(Synthesis.SERVICE, "InstanceRole");

    assertThat(rights)
        .filteredOn(statement -> String.valueOf(statement.get("Action")).contains("emr-serverless"))
        .extracting(statement -> String.valueOf(statement.get("Action")))
        .containsExactly(
            "emr-serverless:StartJobRun",
            "[emr-serverless:CancelJobRun, emr-serverless:GetJobRun]");
    assertThat(rights)
        .filteredOn(statement -> "iam:PassRole".equals(statement.get("Action")))
        .singleElement()
        .asString()
        .contains("JobRole", "iam:PassedToService", "emr-serverless.amazonaws.com");
  }

  @Test
  void instancesGetTheSettings() {
    assertThat(other.startScript())
        .contains(
            "HIRING_BULK_ENGINE=emr-serverless\n",
            "HIRING_BULK_AUTO_BYTES=10737418240\n",
            "HIRING_BULK_AUTO_TABLE_BYTES=3221225472\n",
            "HIRING_BULK_EMR_SERVERLESS_APPLICATION_ID=(",
            "HIRING_BULK_EMR_SERVERLESS_DATABASE_SECRET=archive-test-2-bulk-account\n",
            "HIRING_BULK_EMR_SERVERLESS_TIMEOUT_MINUTES=60\n",
            "HIRING_BULK_EMR_SERVERLESS_CONF=spark.executor.cores=4,spark.dynamicAllocation.maxExecutors=8\n");
  }

  @Test
  void failedRunsAndCostsAreReported() {
    template.hasResourceProperties(
        "AWS::Events::Rule",
        Map.of(
            "EventPattern",
            Map.of(
                "source", List.of("aws.emr-serverless"),
                "detail-type", List.of("EMR Serverless Job Run State Change"),
                "detail", Map.of("state", List.of("FAILED")))));
    assertThat(other.publishers(STACK)).containsExactly("events.amazonaws.com");
    template.hasResourceProperties(
        "AWS::Budgets::Budget",
        Map.of("Budget", Map.of("BudgetLimit", Map.of("Amount", 500, "Unit", "USD"))));
  }

  /** The statements of the policies whose ids begin so. */
  private List<Map<?, ?>> statements(String stack, String id) {
    return other.resources(stack, "AWS::IAM::Policy").stream()
        .filter(policy -> policy.id().startsWith(id))
        .map(policy -> Synthesis.mapping(policy.properties(), "PolicyDocument"))
        .flatMap(document -> Synthesis.mappings(document, "Statement").stream())
        .toList();
  }
}
