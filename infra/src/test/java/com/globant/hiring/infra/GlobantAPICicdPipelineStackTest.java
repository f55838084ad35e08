package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class GlobantAPICicdPipelineStackTest {
  private static final String STACK = Synthesis.PIPELINE;
  private static final String PIPELINE = "AWS::CodePipeline::Pipeline";
  private static final String PROJECT = "AWS::CodeBuild::Project";

  private final Template template = Synthesis.defaults().template(STACK);

  @Test
  void pushStartsThePipeline() {
    template.hasResourceProperties(
        "AWS::CodePipeline::Webhook",
        Map.of(
            "Authentication",
            "GITHUB_HMAC",
            "AuthenticationConfiguration",
            Map.of("SecretToken", "{{resolve:secretsmanager:github-token:SecretString:::}}")));
    assertThat(pipeline(Synthesis.defaults()))
        .contains("Owner=owner, Repo=repository, Branch=main")
        .contains("OAuthToken={{resolve:secretsmanager:github-token:SecretString:::}}");
  }

  @Test
  void connectionReplacesTheToken() {
    assertThat(pipeline(Synthesis.other()))
        .contains("Provider=CodeStarSourceConnection")
        .contains(
            "ConnectionArn=arn:aws:codeconnections:eu-central-1:222222222222:connection/0f-1,"
                + " FullRepositoryId=example/fork, BranchName=release/1")
        .doesNotContain("other-token");
    Synthesis.other().template(STACK).resourceCountIs("AWS::CodePipeline::Webhook", 0);
  }

  @Test
  void buildInstallsLibraryOfTheEmbeddedDatabase() {
    template.hasResourceProperties(
        PROJECT,
        Map.of(
            "Environment",
            Map.of("Image", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
            "Source",
            Map.of(
                "BuildSpec",
                Match.stringLikeRegexp(
                    "\"install\"[^]*dnf install -y libxcrypt-compat[^]*\"build\"[^]*mvnw"))));
  }

  @Test
  void buildLogsExpire() {
    template.resourceCountIs("AWS::Logs::LogGroup", 1);
    template.hasResourceProperties(
        "AWS::Logs::LogGroup",
        Map.of("LogGroupName", "/hiring/dev/pipeline", "RetentionInDays", 30));
    template.allResourcesProperties(
        PROJECT,
        Map.of(
            "LogsConfig",
            Map.of("CloudWatchLogs", Map.of("GroupName", Match.anyValue(), "Status", "ENABLED"))));
  }

  @Test
  void failureIsPublished() {
    template.hasResourceProperties(
        "AWS::Events::Rule",
        Map.of(
            "EventPattern",
            Map.of(
                "detail-type",
                List.of("CodePipeline Pipeline Execution State Change"),
                "detail",
                Map.of("state", List.of("FAILED"))),
            "Targets",
            List.of(Map.of("Arn", Map.of("Ref", Match.stringLikeRegexp("Failures.*"))))));

    assertThat(Synthesis.defaults().publishers(STACK)).containsExactly("events.amazonaws.com");
    Synthesis.other()
        .template(STACK)
        .hasResourceProperties("AWS::SNS::Subscription", Map.of("Endpoint", "alarms@example.com"));
  }

  @Test
  void internalLoadBalancerHasNoApiTest() {
    assertThat(actions(Synthesis.internal()))
        .contains("dev: GlobantPruebaStack.Deploy")
        .doesNotContain("dev: ApiTest");
  }

  @Test
  void actionsRunInOrder() {
    assertThat(actions(Synthesis.defaults()))
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
  void buildRunsAllTests() {
    template.hasResourceProperties(
        PROJECT,
        Map.of(
            "Environment",
                Map.of(
                    "EnvironmentVariables",
                    List.of(Map.of("Name", "CI", "Type", "PLAINTEXT", "Value", "true"))),
            "Source",
                Map.of(
                    "BuildSpec",
                    Match.stringLikeRegexp(
                        "nodejs[^]*\\./mvnw -B -ntp verify[^]*aws-cdk@[^]* synth --quiet"))));
  }

  @Test
  void apiTestGetsUrlAndKey() {
    template.hasResourceProperties(
        PROJECT,
        Map.of(
            "Environment",
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
                                "Value", "hiring")))),
            "Source",
                Map.of(
                    "BuildSpec",
                    Match.stringLikeRegexp("python3 infra/api-test/db_migration_test.py"))));
    assertThat(pipeline(Synthesis.defaults())).contains("\"SERVICE_URL\"").contains(".ServiceUrl}");
  }

  @Test
  void productionComesLastAndHasNoApiTest() {
    assertThat(actions(Synthesis.other()))
        .containsSubsequence(
            "test-2: ApiTest", "prod: NetworkingStack.Prepare", "prod: GlobantPruebaStack.Deploy")
        .doesNotContain("prod: ApiTest", "prod: Approve");
  }

  @Test
  void productionIsDeployedWithItsOverrides() {
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
  void productionNeedsApprovalAndGitHubATokenIfConfigured() {
    Synthesis approved =
        Synthesis.of(
            Synthesis.otherConfigs(
                text ->
                    text.replace("manual_approval: false", "manual_approval: true")
                        .replaceAll("connection_arn: .*", "connection_arn: null")));

    assertThat(actions(approved))
        .containsSubsequence("test-2: ApiTest", "prod: Approve", "prod: NetworkingStack.Prepare")
        .doesNotContain("test-2: Approve");
    assertThat(pipeline(approved))
        .contains("Owner=example, Repo=fork, Branch=release/1")
        .contains("OAuthToken={{resolve:secretsmanager:other-token:SecretString:::}}");
  }

  @Test
  void artifactsAreEncryptedAndPrivate() {
    template.hasResourceProperties(
        "AWS::S3::Bucket",
        Map.of(
            "BucketEncryption",
            Map.of(
                "ServerSideEncryptionConfiguration",
                List.of(
                    Map.of("ServerSideEncryptionByDefault", Map.of("SSEAlgorithm", "aws:kms")))),
            "PublicAccessBlockConfiguration",
            Map.of("BlockPublicPolicy", true, "RestrictPublicBuckets", true)));
    template.hasResourceProperties("AWS::KMS::Key", Map.of("EnableKeyRotation", true));
  }

  private static String pipeline(Synthesis synthesis) {
    return synthesis.resource(STACK, PIPELINE).properties().toString();
  }

  /** All actions with their stages, in the order of execution. */
  private static List<String> actions(Synthesis synthesis) {
    return Synthesis.mappings(synthesis.resource(STACK, PIPELINE).properties(), "Stages").stream()
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
}
