package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.ServiceConfig;
import com.globant.hiring.infra.config.StacksConfig;
import com.globant.hiring.infra.instance.InstanceParameters;
import com.globant.hiring.infra.instance.InstanceScripts;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/**
 * The service: instances behind a load balancer, the bucket they write to, alarms and dashboard.
 */
final class GlobantPruebaStack extends Stack {
  private final Configs configs;
  private final CfnOutput url;

  GlobantPruebaStack(Construct scope, Configs configs, NetworkingStack networking, RdsStack rds) {
    super(
        scope,
        StacksConfig.SERVICE,
        Deployment.stack(StacksConfig.SERVICE, "The hiring service", configs));
    this.configs = configs;
    ServiceConfig config = configs.stacks().service();
    Storage storage = new Storage(this, config);
    LogGroup log = log(config);
    PublicEndpoint endpoint = new PublicEndpoint(this, configs, networking, storage);
    ServiceInstances instances = instances(networking, rds, storage, log);
    instances.serve(endpoint.targets(), config);
    LoadMetrics loads = new LoadMetrics(this, log, configs.prefix());
    new Observability(this, configs, endpoint, rds, loads);
    url =
        CfnOutput.Builder.create(this, "ServiceUrl")
            .description("Where clients reach the service")
            .value(endpoint.url())
            .build();
    CfnOutput.Builder.create(this, "LoadBalancerName")
        .description("What domain_name must be a CNAME of, without a hosted_zone_id")
        .value(endpoint.loadBalancer().getLoadBalancerDnsName())
        .build();
    CfnOutput.Builder.create(this, "FilesBucket")
        .description("Reports, refused rows and backups")
        .value(storage.files().getBucketName())
        .build();
  }

  /** Address of the deployed service. */
  CfnOutput url() {
    return url;
  }

  private LogGroup log(ServiceConfig config) {
    return LogGroup.Builder.create(this, "Log")
        .logGroupName(
            "/%s/%s".formatted(configs.environment().projectName(), configs.environment().name()))
        .retention(Retention.ofLogs(config.logRetentionDays()))
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }

  private ServiceInstances instances(
      NetworkingStack networking, RdsStack rds, Storage storage, LogGroup log) {
    ServiceConfig config = configs.stacks().service();
    String id = config.runtime() == ServiceConfig.Form.JAR ? "ServiceJar" : "ServiceImage";
    Asset program = Asset.Builder.create(this, id).path(config.program()).build();
    ISecret apiKeys = Secret.fromSecretNameV2(this, "ApiKeys", config.apiKeysSecret());
    Integer serial = config.urlSigningKeySerial();
    ISecret signing =
        serial == null ? null : new UrlSigningKey(this, storage.files(), serial).secret();
    InstanceRole role = new InstanceRole(this);
    role.mayStoreIn(storage.files());
    role.mayFetch(program);
    role.mayRead(rds.credentials(), apiKeys);
    if (signing != null) {
      role.mayRead(signing);
    }
    role.mayLogTo(log);
    role.mayEndTerminationIn(configs.prefix());
    role.mayBeReachedBySessionManager();
    role.mayPublishMetrics(configs.prefix());
    String start = InstanceScripts.userData(parameters(rds, storage, log, program, signing));
    return new ServiceInstances(this, configs.prefix(), config, networking, role.role(), start);
  }

  private InstanceParameters parameters(
      RdsStack rds, Storage storage, LogGroup log, Asset program, @Nullable ISecret signing) {
    ServiceConfig config = configs.stacks().service();
    return new InstanceParameters(
        configs.environment().region(),
        config.runtime() == ServiceConfig.Form.CONTAINER,
        program.getS3BucketName(),
        program.getS3ObjectKey(),
        rds.cluster().getClusterEndpoint().getHostname(),
        SecurityGroups.MYSQL,
        configs.stacks().rds().schema(),
        rds.credentials().getSecretArn(),
        configs.stacks().rds().readers() > 0,
        storage.files().getBucketName(),
        Storage.SERVICE_PREFIX,
        signing == null ? null : signing.getSecretArn(),
        config.apiKeysSecret(),
        config.servicePort(),
        config.drainSeconds(),
        config.presignedUrlExpirationHours(),
        log.getLogGroupName(),
        ServiceInstances.LIFECYCLE_HOOK,
        configs.prefix());
  }
}
