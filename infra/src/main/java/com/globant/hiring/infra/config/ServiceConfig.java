package com.globant.hiring.infra.config;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service, its load balancer, storage and alarms; {@code configs.yaml} gives the meaning of
 * each value.
 *
 * @param jar a path relative to {@code infra/}; used by {@link Packaging#JAR}
 * @param image a path relative to {@code infra/}; used by {@link Packaging#CONTAINER}
 * @param domainName null for the load balancer's own name
 * @param hostedZoneId Route 53 zone that gets a record for {@code domainName}; null for none
 * @param certificateArn null for a load balancer without TLS
 * @param apiKeysSecret name of an existing secret
 * @param sources what loads may name as source; empty for none
 * @param urlSigningKeySerial null to sign URLs with the instance role
 * @param alarmEmail null for no subscriber
 */
public record ServiceConfig(
    Packaging runtime,
    String jar,
    String image,
    String instanceType,
    int minInstances,
    int maxInstances,
    int volumeGib,
    int servicePort,
    int drainSeconds,
    int targetCpuPercent,
    int targetRequestsPerMinute,
    @Nullable String domainName,
    @Nullable String hostedZoneId,
    @Nullable String certificateArn,
    String apiKeysSecret,
    List<String> sources,
    int presignedUrlExpirationHours,
    @Nullable Integer urlSigningKeySerial,
    int reportRetentionDays,
    int rejectsRetentionDays,
    int backupRetentionDays,
    int logRetentionDays,
    @Nullable String alarmEmail,
    int alarm5xx,
    int alarmFailedLoads,
    int alarmDatabaseCpuPercent,
    int alarmDatabaseConnections) {
  private static final Predicate<String> JAR = Pattern.compile(".+\\.jar").asMatchPredicate();
  private static final Predicate<String> IMAGE = Pattern.compile(".+\\.tar").asMatchPredicate();
  private static final Predicate<String> DOMAIN =
      Pattern.compile(
              "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]")
          .asMatchPredicate();
  private static final Predicate<String> SOURCE =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([A-Za-z0-9_.=+-]+/)*")
          .asMatchPredicate();
  private static final Predicate<String> ZONE =
      Pattern.compile("Z[A-Z0-9]{1,31}").asMatchPredicate();
  private static final Predicate<String> EMAIL =
      Pattern.compile("[^@\\s]+@[^@\\s]+").asMatchPredicate();
  private static final int MANY = 1_000_000;

  /** How the service is packaged. */
  public enum Packaging {
    /** A jar that runs with the Java of Amazon Linux. */
    JAR,
    /** A container image that runs with Docker. */
    CONTAINER
  }

  /** The file to deploy: the jar or the image archive. */
  public String program() {
    return runtime == Packaging.JAR ? jar : image;
  }

  static ServiceConfig of(
      ConfigSection stacks, EnvironmentConfig environment, NetworkingConfig networking) {
    ConfigSection section = stacks.section(StacksConfig.SERVICE, ServiceConfig.class, Names::snake);
    ServiceConfig config =
        new ServiceConfig(
            section.constant("runtime", Packaging.class),
            section.text("jar", JAR, "the path of a .jar file"),
            section.text("image", IMAGE, "the path of a .tar file"),
            section.text(
                "instance_type",
                InstanceTypes::exists,
                "an EC2 instance type with at least 1 GiB of memory, such as t4g.small"),
            section.integer("min_instances", 1, 100),
            section.integer("max_instances", 2, 100),
            section.integer("volume_gib", 8, 16_384),
            section.integer("service_port", 1024, 65_535),
            section.integer("drain_seconds", 1, 3600),
            section.integer("target_cpu_percent", 10, 90),
            section.integer("target_requests_per_minute", 1, MANY),
            section.optionalText(
                "domain_name", DOMAIN, "a domain name in lower case, such as hiring.example.com"),
            section.optionalText(
                "hosted_zone_id", ZONE, "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ"),
            section.optionalArn(
                "certificate_arn",
                "acm",
                "certificate/.+",
                "the ARN of an ACM certificate",
                environment),
            section.text("api_keys_secret", Names.SECRET, Names.SECRET_ALLOWED),
            section.texts("sources", SOURCE, "places such as s3://bucket/ or s3://bucket/prefix/"),
            section.integer("presigned_url_expiration_hours", 1, 168),
            section.optionalInteger("url_signing_key_serial", 1, Integer.MAX_VALUE),
            section.integer("report_retention_days", 7, 3650),
            section.integer("rejects_retention_days", 7, 3650),
            section.integer("backup_retention_days", 31, 3650),
            section.integer("log_retention_days", Retention.LOG_DAYS),
            section.optionalText("alarm_email", EMAIL, "an e-mail address"),
            section.integer("alarm_5xx", 1, MANY),
            section.integer("alarm_failed_loads", 1, MANY),
            section.integer("alarm_database_cpu_percent", 1, 100),
            section.integer("alarm_database_connections", 1, 16_000));
    section.check(
        config.maxInstances() > config.minInstances(),
        "max_instances",
        "more than min_instances, which is " + config.minInstances());
    config.checkNames(section);
    // Without TLS, API keys cross the internet in plain text.
    section.check(
        config.certificateArn() != null || !environment.isProtected() || networking.isPrivate(),
        "certificate_arn",
        "the ARN of an ACM certificate, since the environment is %s and allowed_cidrs are not all private"
            .formatted(environment.name()));
    return config;
  }

  private void checkNames(ConfigSection section) {
    section.check(
        hostedZoneId == null || domainName != null,
        "domain_name",
        "given together with hosted_zone_id");
    section.check(
        certificateArn == null || domainName != null,
        "domain_name",
        "the name of certificate_arn, since no certificate covers the load balancer's own name");
  }
}
