package com.globant.hiring.infra.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service and what is around it; {@code configs.yaml} tells the meaning of each value.
 *
 * @param jar a path from the directory of the app
 * @param certificateArn null for a load balancer without TLS
 * @param apiKeysSecret name of a secret that exists
 * @param urlSigningKeySerial null for no key of its own to sign URLs with
 * @param alarmEmail null for nobody
 */
public record ServiceConfig(
    String jar,
    String instanceType,
    int minInstances,
    int maxInstances,
    int volumeGib,
    int servicePort,
    int drainSeconds,
    int targetCpuPercent,
    int targetRequestsPerMinute,
    @Nullable String certificateArn,
    String apiKeysSecret,
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
  private static final Pattern JAR = Pattern.compile(".+\\.jar");
  private static final Pattern CERTIFICATE =
      Pattern.compile("arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/.+");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
  private static final int MANY = 1_000_000;

  static ServiceConfig of(ConfigSection stacks) {
    ConfigSection section = stacks.section(StacksConfig.SERVICE, ServiceConfig.class, Names::snake);
    ServiceConfig config =
        new ServiceConfig(
            section.text("jar", JAR, "the path of a .jar file"),
            section.text(
                "instance_type", Names.INSTANCE_TYPE, "a type of instances, such as t4g.small"),
            section.integer("min_instances", 1, 100),
            section.integer("max_instances", 2, 100),
            section.integer("volume_gib", 8, 16_384),
            section.integer("service_port", 1024, 65_535),
            section.integer("drain_seconds", 1, 3600),
            section.integer("target_cpu_percent", 10, 90),
            section.integer("target_requests_per_minute", 1, MANY),
            section.optionalText("certificate_arn", CERTIFICATE, "the ARN of a certificate of ACM"),
            section.text("api_keys_secret", Names.SECRET, Names.SECRET_ALLOWED),
            section.integer("presigned_url_expiration_hours", 1, 168),
            section.optionalInteger("url_signing_key_serial", 1, Integer.MAX_VALUE),
            section.integer("report_retention_days", 7, 3650),
            section.integer("rejects_retention_days", 7, 3650),
            section.integer("backup_retention_days", 31, 3650),
            section.integer("log_retention_days", Names.RETENTION_DAYS),
            section.optionalText("alarm_email", EMAIL, "an e-mail address"),
            section.integer("alarm_5xx", 1, MANY),
            section.integer("alarm_failed_loads", 1, MANY),
            section.integer("alarm_database_cpu_percent", 1, 100),
            section.integer("alarm_database_connections", 1, 16_000));
    section.check(
        config.maxInstances() > config.minInstances(),
        "max_instances",
        "more than min_instances, which is " + config.minInstances());
    return config;
  }
}
