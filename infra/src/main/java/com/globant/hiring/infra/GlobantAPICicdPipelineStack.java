package com.globant.hiring.infra;

import com.globant.hiring.infra.cloudwatch.Alarms;
import com.globant.hiring.infra.cloudwatch.LogGroups;
import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.PipelineConfig;
import com.globant.hiring.infra.config.StacksConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.pipelines.AddStageOpts;
import software.amazon.awscdk.pipelines.CodeBuildOptions;
import software.amazon.awscdk.pipelines.CodeBuildStep;
import software.amazon.awscdk.pipelines.CodePipeline;
import software.amazon.awscdk.pipelines.CodePipelineSource;
import software.amazon.awscdk.pipelines.ConnectionSourceOptions;
import software.amazon.awscdk.pipelines.GitHubSourceOptions;
import software.amazon.awscdk.pipelines.ManualApprovalStep;
import software.amazon.awscdk.pipelines.Step;
import software.amazon.awscdk.services.codebuild.BuildEnvironment;
import software.amazon.awscdk.services.codebuild.BuildEnvironmentVariable;
import software.amazon.awscdk.services.codebuild.BuildEnvironmentVariableType;
import software.amazon.awscdk.services.codebuild.BuildSpec;
import software.amazon.awscdk.services.codebuild.CloudWatchLoggingOptions;
import software.amazon.awscdk.services.codebuild.ComputeType;
import software.amazon.awscdk.services.codebuild.LinuxBuildImage;
import software.amazon.awscdk.services.codebuild.LoggingOptions;
import software.amazon.awscdk.services.codepipeline.CrossRegionSupport;
import software.amazon.awscdk.services.codepipeline.PipelineType;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.OnEventOptions;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.kms.CfnKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** The pipeline: a push to GitHub builds, tests and deploys the service. */
final class GlobantAPICicdPipelineStack extends Stack {
  private static final String CDK_VERSION = "^2.1134.0";
  private static final String ASSETS_VERSION = "^4.7.3";

  /** Sorted, so that the template is the same each time. */
  private static final Map<String, Object> RUNTIMES =
      new TreeMap<>(Map.of("java", "corretto17", "nodejs", "22"));

  private static final int ARTIFACT_DAYS = 30;

  private final PipelineConfig config;
  private final CodePipelineSource source;
  private final CodePipeline pipeline;

  GlobantAPICicdPipelineStack(Construct scope, Configs configs) {
    super(
        scope,
        StacksConfig.PIPELINE,
        Deployment.stackProps(StacksConfig.PIPELINE, "Pipeline of the hiring service", configs));
    config = configs.stacks().pipeline();
    source = source(config);
    pipeline = pipeline(configs);
    addStage(configs);
    configs.forProduction().ifPresent(this::addStage);
    pipeline.buildPipeline();
    notifyOnFailure(configs);
    pipeline
        .getPipeline()
        .getCrossRegionSupport()
        .values()
        .forEach(GlobantAPICicdPipelineStack::harden);
    acceptFindings(this);
  }

  private static CodePipelineSource source(PipelineConfig config) {
    String connection = config.connectionArn();
    return connection == null
        ? CodePipelineSource.gitHub(
            config.repository(),
            config.branch(),
            GitHubSourceOptions.builder()
                .authentication(SecretValue.secretsManager(config.githubTokenSecret()))
                .build())
        : CodePipelineSource.connection(
            config.repository(),
            config.branch(),
            ConnectionSourceOptions.builder().connectionArn(connection).build());
  }

  private void notifyOnFailure(Configs configs) {
    pipeline
        .getPipeline()
        .onStateChange(
            "Failed",
            OnEventOptions.builder()
                .description("The pipeline of the hiring service failed")
                .eventPattern(
                    EventPattern.builder().detail(Map.of("state", List.of("FAILED"))).build())
                .target(
                    new SnsTopic(
                        Alarms.topic(this, "Failures", configs.stacks().service().alarmEmail())))
                .build());
  }

  private LogGroup log(Configs configs) {
    return LogGroups.create(
        this,
        "Log",
        "/%s/%s/pipeline"
            .formatted(configs.environment().projectName(), configs.environment().name()),
        configs.stacks().service().logRetentionDays());
  }

  private CodePipeline pipeline(Configs configs) {
    return CodePipeline.Builder.create(this, "Pipeline")
        .pipelineName(configs.prefix())
        .pipelineType(PipelineType.V2)
        .cliVersion(CDK_VERSION)
        .cdkAssetsCliVersion(ASSETS_VERSION)
        .crossAccountKeys(true)
        .artifactBucket(artifacts())
        .synth(synth())
        .codeBuildDefaults(
            CodeBuildOptions.builder()
                // Without it, each build project creates a log group without expiration.
                .logging(
                    LoggingOptions.builder()
                        .cloudWatch(
                            CloudWatchLoggingOptions.builder().logGroup(log(configs)).build())
                        .build())
                .buildEnvironment(
                    BuildEnvironment.builder()
                        .buildImage(LinuxBuildImage.AMAZON_LINUX_2023_5)
                        .build())
                .build())
        .build();
  }

  /** Builds and tests everything, and synthesizes the templates. */
  private CodeBuildStep synth() {
    return CodeBuildStep.Builder.create("Synth")
        .input(source)
        .env(Map.of("CI", "true"))
        .partialBuildSpec(
            BuildSpec.fromObject(
                Map.of("phases", Map.of("install", Map.of("runtime-versions", RUNTIMES)))))
        // The embedded MariaDB of the tests needs libcrypt.so.1.
        .installCommands(List.of("dnf install -y libxcrypt-compat"))
        .commands(
            List.of(
                "./mvnw -B -ntp verify",
                "cd infra",
                "npx --yes 'aws-cdk@%s' synth --quiet".formatted(CDK_VERSION)))
        .primaryOutputDirectory("infra/cdk.out")
        .buildEnvironment(BuildEnvironment.builder().computeType(ComputeType.LARGE).build())
        .timeout(Duration.hours(2))
        .build();
  }

  private void addStage(Configs configs) {
    DeploymentStage stage = new DeploymentStage(this, configs);
    List<Step> before = new ArrayList<>();
    if (configs.environment().isProduction() && config.manualApproval()) {
      before.add(new ManualApprovalStep("Approve"));
    }
    AddStageOpts.Builder options = AddStageOpts.builder().pre(before);
    if (!configs.environment().isProduction() && !configs.stacks().networking().isPrivate()) {
      // The test leaves rows behind, and it reaches the service over the internet.
      options.post(List.of(apiTest(stage, configs)));
    }
    pipeline.addStage(stage, options.build());
  }

  private CodeBuildStep apiTest(DeploymentStage stage, Configs configs) {
    return CodeBuildStep.Builder.create("ApiTest")
        .input(source)
        .envFromCfnOutputs(Map.of("SERVICE_URL", stage.url()))
        .env(
            new TreeMap<>(
                Map.of(
                    "HIRING_TEST_WAIT",
                    "300",
                    "HIRING_TEST_SCHEMA",
                    configs.stacks().rds().schema().get(0))))
        .buildEnvironment(
            BuildEnvironment.builder()
                .environmentVariables(
                    Map.of(
                        "HIRING_API_KEY",
                        BuildEnvironmentVariable.builder()
                            .type(BuildEnvironmentVariableType.SECRETS_MANAGER)
                            .value(config.apiTestKeySecret())
                            .build()))
                .build())
        .commands(List.of("python3 infra/api-test/db_migration_test.py \"$SERVICE_URL\""))
        .build();
  }

  private Bucket artifacts() {
    Key key =
        Key.Builder.create(this, "ArtifactsKey")
            .description("Artifacts of the pipeline of the hiring service")
            .enableKeyRotation(true)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    return Bucket.Builder.create(this, "Artifacts")
        .encryption(BucketEncryption.KMS)
        .encryptionKey(key)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .enforceSsl(true)
        .lifecycleRules(
            List.of(
                LifecycleRule.builder()
                    .expiration(Duration.days(ARTIFACT_DAYS))
                    .abortIncompleteMultipartUploadAfter(Duration.days(1))
                    .build()))
        .removalPolicy(RemovalPolicy.RETAIN)
        .build();
  }

  /** The stack that the CDK adds if production is in another region. */
  private static void harden(CrossRegionSupport support) {
    support.getStack().getNode().findAll().stream()
        .filter(CfnKey.class::isInstance)
        .forEach(key -> ((CfnKey) key).setEnableKeyRotation(true));
    acceptFindings(support.getStack());
  }

  private static void acceptFindings(Stack stack) {
    Findings.accept(
        stack,
        Map.of(
            "IAM5",
            "CDK Pipelines grants these: objects of the pipeline's bucket, logs and reports of its"
                + " builds, and the deployment roles of the bootstrap.",
            "S1",
            "Only the pipeline uses it, and the pipeline keeps its own history."));
  }
}
