package com.globant.hiring.infra;

import static java.util.Map.entry;

import com.globant.hiring.infra.cloudwatch.LoadMetrics;
import com.globant.hiring.infra.cloudwatch.LogGroups;
import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.ServiceConfig;
import com.globant.hiring.infra.config.StacksConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/** The service: load balancer, instances, bucket, alarms and dashboard. */
final class GlobantPruebaStack extends Stack {
  /** Time after the drain to roll back loads and to close connections. */
  private static final int STOP_MARGIN_SECONDS = 60;

  private final Configs configs;
  private final CfnOutput url;

  /**
   * @param bulk loads on Spark; null for none
   */
  GlobantPruebaStack(
      Construct scope,
      Configs configs,
      NetworkingStack networking,
      RdsStack rds,
      @Nullable BulkLoadsStack bulk) {
    super(
        scope,
        StacksConfig.SERVICE,
        Deployment.stackProps(StacksConfig.SERVICE, "The hiring service", configs));
    this.configs = configs;
    ServiceConfig config = configs.stacks().service();
    Storage storage = new Storage(this, config, bulk != null);
    LogGroup log =
        LogGroups.create(
            this,
            "Log",
            "/%s/%s".formatted(configs.environment().projectName(), configs.environment().name()),
            config.logRetentionDays());
    PublicEndpoint endpoint = new PublicEndpoint(this, configs, networking, storage);
    ServiceInstances instances = instances(networking, rds, bulk, storage, log);
    instances.attachTo(endpoint.targets(), config);
    LoadMetrics loads = new LoadMetrics(this, log, configs.prefix());
    new Observability(this, configs, endpoint, rds, loads);
    url =
        CfnOutput.Builder.create(this, "ServiceUrl")
            .description("URL of the service")
            .value(endpoint.url())
            .build();
    CfnOutput.Builder.create(this, "LoadBalancerName")
        .description("Without hosted_zone_id, make domain_name a CNAME of this name")
        .value(endpoint.loadBalancer().getLoadBalancerDnsName())
        .build();
    CfnOutput.Builder.create(this, "FilesBucket")
        .description("Reports, refused rows and backups")
        .value(storage.files().getBucketName())
        .build();
  }

  /** URL of the deployed service. */
  CfnOutput url() {
    return url;
  }

  private ServiceInstances instances(
      NetworkingStack networking,
      RdsStack rds,
      @Nullable BulkLoadsStack bulk,
      Storage storage,
      LogGroup log) {
    ServiceConfig config = configs.stacks().service();
    boolean container = config.runtime() == ServiceConfig.Packaging.CONTAINER;
    Asset program =
        Asset.Builder.create(this, container ? "ServiceImage" : "ServiceJar")
            .path(config.program())
            .build();
    ISecret apiKeys = Secret.fromSecretNameV2(this, "ApiKeys", config.apiKeysSecret());
    Integer serial = config.urlSigningKeySerial();
    ISecret signing =
        serial == null ? null : new UrlSigningKey(this, storage.files(), serial).secret();
    InstanceRole role = new InstanceRole(this);
    role.allowBucket(storage.files());
    role.allowSources(config.sources());
    role.allowDownload(program);
    role.allowSecrets(rds.credentials(), apiKeys);
    if (signing != null) {
      role.allowSecrets(signing);
    }
    role.allowLogs(log);
    role.allowCompletingTermination(configs.prefix());
    role.allowSessionManager();
    role.allowMetrics(configs.prefix());
    Map<String, String> values = new HashMap<>();
    if (bulk != null) {
      role.allowBulkLoads(bulk, storage.files());
      allowFiles(bulk.role(), storage.files());
      values.putAll(bulk.settings());
    }
    values.putAll(
        Map.ofEntries(
            entry("REGION", configs.environment().region()),
            entry("PROGRAM_BUCKET", program.getS3BucketName()),
            entry("PROGRAM_KEY", program.getS3ObjectKey()),
            entry("DATABASE_HOST", rds.cluster().getClusterEndpoint().getHostname()),
            entry("DATABASE_PORT", String.valueOf(SecurityGroups.MYSQL)),
            entry("SCHEMAS", String.join(",", configs.stacks().rds().schema())),
            entry("DATABASE_SECRET", rds.credentials().getSecretArn()),
            // An exchange of tables ends the connections of readers.
            entry("EXCHANGE", configs.stacks().rds().readers() > 0 ? "never" : "auto"),
            entry("REPORTS_BUCKET", storage.files().getBucketName()),
            entry("REPORTS_PREFIX", Storage.SERVICE_PREFIX),
            entry("SOURCES", String.join(",", config.sources())),
            entry("SIGNING_SECRET", signing == null ? "" : signing.getSecretArn()),
            entry("API_KEYS_SECRET", config.apiKeysSecret()),
            entry("SERVICE_PORT", String.valueOf(config.servicePort())),
            entry("DRAIN_SECONDS", String.valueOf(config.drainSeconds())),
            entry("STOP_SECONDS", String.valueOf(config.drainSeconds() + STOP_MARGIN_SECONDS)),
            entry(
                "PRESIGNED_URL_EXPIRATION_HOURS",
                String.valueOf(config.presignedUrlExpirationHours())),
            entry("LOG_GROUP", log.getLogGroupName()),
            entry("LIFECYCLE_HOOK", ServiceInstances.LIFECYCLE_HOOK),
            entry("AUTO_SCALING_GROUP", configs.prefix())));
    String script = StartScript.render(container, values);
    return new ServiceInstances(this, configs.prefix(), config, networking, role.role(), script);
  }

  /** The rights of the Spark job in the bucket, which is of this stack, so that they are here. */
  private void allowFiles(Role job, IBucket bucket) {
    Policy policy =
        Policy.Builder.create(this, "BulkFiles")
            .statements(
                List.of(
                    PolicyStatement.Builder.create()
                        .sid("ListFilesOfRuns")
                        .actions(List.of("s3:ListBucket"))
                        .resources(List.of(bucket.getBucketArn()))
                        .conditions(
                            Map.of("StringLike", Map.of("s3:prefix", Storage.BULK_PREFIX + "*")))
                        .build(),
                    PolicyStatement.Builder.create()
                        .sid("FilesOfRuns")
                        .actions(
                            List.of(
                                "s3:GetObject",
                                "s3:PutObject",
                                "s3:DeleteObject",
                                "s3:AbortMultipartUpload"))
                        .resources(List.of(bucket.arnForObjects(Storage.BULK_PREFIX + "*")))
                        .build()))
            .roles(List.of(job))
            .build();
    Findings.accept(policy, Map.of("IAM5", "The names of a run's files begin with its load's id."));
  }
}
