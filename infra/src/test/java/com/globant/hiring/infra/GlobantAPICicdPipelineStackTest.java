package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.infra.Synthesis.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class GlobantAPICicdPipelineStackTest {
  private static final String STACK = "GlobantAPICicdPipelineStack";
  private static final String PROJECT = "AWS::CodeBuild::Project";

  private final Template template = Synthesis.committed().template(STACK);

  @Test
  void aPushToTheRepositoryStartsIt() {
    template.hasResourceProperties(
        "AWS::CodePipeline::Webhook",
        Map.of(
            "Authentication",
            "GITHUB_HMAC",
            "AuthenticationConfiguration",
            Map.of("SecretToken", "{{resolve:secretsmanager:github-token:SecretString:::}}")));
    assertThat(pipeline(Synthesis.committed()))
        .contains("Owner=owner, Repo=repository, Branch=main")
        .contains("OAuthToken={{resolve:secretsmanager:github-token:SecretString:::}}");
    Synthesis withAToken =
        Synthesis.of(
            Synthesis.otherConfigs(
                text -> text.replaceAll("connection_arn: .*", "connection_arn: null")));
    assertThat(pipeline(withAToken))
        .contains("Owner=example, Repo=fork, Branch=release/1")
        .contains("OAuthToken={{resolve:secretsmanager:other-token:SecretString:::}}");
  }

  @Test
  void aConnectionToGitHubTakesThePlaceOfTheToken() {
    assertThat(pipeline(Synthesis.other()))
        .contains("Provider=CodeStarSourceConnection")
        .contains(
            "ConnectionArn=arn:aws:codeconnections:eu-central-1:222222222222:connection/0f-1,"
                + " FullRepositoryId=example/fork, BranchName=release/1")
        .doesNotContain("other-token");
    Synthesis.other().template(STACK).resourceCountIs("AWS::CodePipeline::Webhook", 0);
  }

  @Test
  void theBuildInstallsWhatTheEmbeddedDatabaseNeeds() {
    template.hasResourceProperties(
        PROJECT,
        Map.of(
            "Environment",
            Match.objectLike(Map.of("Image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")),
            "Source",
            Match.objectLike(
                Map.of(
                    "BuildSpec",
                    Match.stringLikeRegexp(
                        "\"install\"[^]*dnf install -y libxcrypt-compat[^]*\"build\"[^]*mvnw")))));
  }

  @Test
  void logsOfBuildsExpire() {
    template.resourceCountIs("AWS::Logs::LogGroup", 1);
    template.hasResourceProperties(
        "AWS::Logs::LogGroup",
        Map.of("LogGroupName", "/hiring/dev/pipeline", "RetentionInDays", 30));
    template.allResourcesProperties(
        PROJECT,
        Map.of(
            "LogsConfig",
            Map.of(
                "CloudWatchLogs",
                Match.objectLike(Map.of("GroupName", Match.anyValue(), "Status", "ENABLED")))));
  }

  @Test
  void aFailureIsPublished() {
    template.hasResourceProperties(
        "AWS::Events::Rule",
        Map.of(
            "EventPattern",
            Match.objectLike(
                Map.of(
                    "detail-type",
                    List.of("CodePipeline Pipeline Execution State Change"),
                    "detail",
                    Map.of("state", List.of("FAILED")))),
            "Targets",
            List.of(
                Match.objectLike(
                    Map.of("Arn", Map.of("Ref", Match.stringLikeRegexp("Failures.*")))))));
    assertThat(Synthesis.committed().publishers(STACK)).containsExactly("events.amazonaws.com");
    Synthesis.other()
        .template(STACK)
        .hasResourceProperties("AWS::SNS::Subscription", Map.of("Endpoint", "alarms@example.com"));
  }

  @Test
  void anInternalLoadBalancerIsNotTestedFromOutside() {
    Synthesis internal =
        Synthesis.of(
            Synthesis.committedConfigs(
                text -> text.replace("allowed_cidrs: [0.0.0.0/0]", "allowed_cidrs: [10.0.0.0/8]")));

    assertThat(actions(internal))
        .contains("dev: GlobantPruebaStack.Deploy")
        .doesNotContain("dev: ApiTest");
  }

  @Test
  void itBuildsTestsAndDeploysTheStacksInOrderAndTestsWhatItDeployed() {
    assertThat(actions(Synthesis.committed()))
        .containsExactly(
            "Source: owner_repository",
            "Build: Synth",
            "UpdatePipeline: SelfMutate",
            "Assets: ServiceJar",
            "dev: NetworkingStack.Prepare",
            "dev: NetworkingStack.Deploy",
            "dev: RdsStack.Prepare",
            "dev: RdsStack.Deploy",
            "dev: GlobantPruebaStack.Prepare",
            "dev: GlobantPruebaStack.Deploy",
            "dev: ApiTest");
  }

  @Test
  void theBuildRunsAllTestsWithNode() {
    template.hasResourceProperties(
        PROJECT,
        Map.of(
            "Environment",
            Match.objectLike(
                Map.of(
                    "EnvironmentVariables",
                    List.of(Map.of("Name", "CI", "Type", "PLAINTEXT", "Value", "true")))),
            "Source",
            Match.objectLike(
                Map.of(
                    "BuildSpec",
                    Match.stringLikeRegexp(
                        "nodejs[^]*\\./mvnw -B -ntp verify[^]*aws-cdk@[^]* synth --quiet")))));
  }

  @Test
  void theApiTestKnowsTheAddressAndTheNameOfItsKey() {
    template.hasResourceProperties(
        PROJECT,
        Map.of(
            "Environment",
            Match.objectLike(
                Map.of(
                    "EnvironmentVariables",
                    Match.arrayWith(
                        List.of(
                            Map.of(
                                "Name", "HIRING_API_KEY",
                                "Type", "SECRETS_MANAGER",
                                "Value", "hiring/api-test-key"),
                            Map.of(
                                "Name", "HIRING_TEST_SCHEMA",
                                "Type", "PLAINTEXT",
                                "Value", "hiring"))))),
            "Source",
            Match.objectLike(
                Map.of(
                    "BuildSpec",
                    Match.stringLikeRegexp("python3 infra/api-test/db_migration_test.py")))));
    assertThat(pipeline(Synthesis.committed()))
        .contains("\"SERVICE_URL\"")
        .contains(".ServiceUrl}");
  }

  @Test
  void productionComesLastAndIsNotTestedWithRowsOfATest() {
    assertThat(actions(Synthesis.other()))
        .containsSubsequence(
            "test-2: ApiTest", "prod: NetworkingStack.Prepare", "prod: GlobantPruebaStack.Deploy")
        .doesNotContain("prod: ApiTest", "prod: Approve");
  }

  @Test
  void productionIsDeployedWithItsOwnSettings() {
    String service = Synthesis.other().textInStage("prod", "GlobantPruebaStack");

    assertThat(service)
        .contains("arn:aws:acm:eu-west-1:333333333333:certificate/1e", "production.example.com")
        .contains("archive/production-keys", "\"MinSize\": \"3\"")
        .doesNotContain("222222222222:certificate");
    assertThat(Synthesis.other().textInStage("prod", "RdsStack"))
        .contains("\"MinCapacity\": 8", "db.serverless")
        .doesNotContain("SnapshotIdentifier");
  }

  @Test
  void aPersonAgreesBeforeProductionWhereThatIsConfigured() {
    Synthesis approved =
        Synthesis.of(
            Synthesis.otherConfigs(
                text -> text.replace("manual_approval: false", "manual_approval: true")));

    assertThat(actions(approved))
        .containsSubsequence("test-2: ApiTest", "prod: Approve", "prod: NetworkingStack.Prepare")
        .doesNotContain("test-2: Approve");
  }

  @Test
  void whatIsBuiltIsEncryptedAndPrivate() {
    template.hasResourceProperties(
        "AWS::S3::Bucket",
        Map.of(
            "BucketEncryption",
            Map.of(
                "ServerSideEncryptionConfiguration",
                List.of(
                    Match.objectLike(
                        Map.of(
                            "ServerSideEncryptionByDefault",
                            Match.objectLike(Map.of("SSEAlgorithm", "aws:kms")))))),
            "PublicAccessBlockConfiguration",
            Match.objectLike(Map.of("BlockPublicPolicy", true, "RestrictPublicBuckets", true))));
    template.hasResourceProperties("AWS::KMS::Key", Map.of("EnableKeyRotation", true));
  }

  private static String pipeline(Synthesis synthesis) {
    return resource(synthesis).properties().toString();
  }

  /** Each action after its stage, in the order in which they run. */
  private static List<String> actions(Synthesis synthesis) {
    return Synthesis.mappings(resource(synthesis).properties(), "Stages").stream()
        .flatMap(
            stage ->
                Synthesis.mappings(stage, "Actions").stream()
                    .sorted(
                        (one, another) ->
                            Integer.compare(
                                Integer.parseInt(String.valueOf(one.get("RunOrder"))),
                                Integer.parseInt(String.valueOf(another.get("RunOrder")))))
                    .map(action -> stage.get("Name") + ": " + action.get("Name")))
        .toList();
  }

  private static Resource resource(Synthesis synthesis) {
    return synthesis.resources(STACK).stream()
        .filter(one -> one.type().equals("AWS::CodePipeline::Pipeline"))
        .findFirst()
        .orElseThrow();
  }
}
