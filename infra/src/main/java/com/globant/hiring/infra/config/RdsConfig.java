package com.globant.hiring.infra.config;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The database; {@code configs.yaml} gives the meaning of each value.
 *
 * @param engineVersion full version of Aurora MySQL 3
 * @param serverlessMinAcu Aurora capacity units
 * @param serverlessMaxAcu Aurora capacity units
 * @param instanceClass without the prefix {@code db.}
 * @param schema those that the service loads into; the API test uses the first
 * @param snapshotArn cluster snapshot that the database is restored from; null for an empty one
 */
public record RdsConfig(
    String engineVersion,
    Capacity capacity,
    double serverlessMinAcu,
    double serverlessMaxAcu,
    String instanceClass,
    int readers,
    List<String> schema,
    @Nullable String snapshotArn,
    int backupRetentionDays,
    int rotationDays,
    int performanceInsightsRetentionDays,
    int logRetentionDays,
    String bastionInstanceType) {
  private static final Predicate<String> VERSION =
      Pattern.compile("8\\.0\\.mysql_aurora\\.3\\.\\d+\\.\\d+").asMatchPredicate();
  private static final Predicate<String> SCHEMA =
      Pattern.compile("[a-z][a-z0-9_-]{0,62}").asMatchPredicate();

  /** T classes are excluded: they have neither Performance Insights nor the Data API. */
  private static final Predicate<String> CLASS =
      Pattern.compile("(r[5-8][a-z]*|x2g)\\.(large|(2|4|8|12|16|24|48)?xlarge)").asMatchPredicate();

  /** How database instances are sized. */
  public enum Capacity {
    /** By load, between the minimum and the maximum ACU. */
    SERVERLESS,
    /** By the instance class. */
    PROVISIONED
  }

  static RdsConfig of(ConfigSection stacks, EnvironmentConfig environment) {
    ConfigSection section = stacks.section(StacksConfig.RDS, RdsConfig.class, Names::snake);
    RdsConfig config =
        new RdsConfig(
            section.text(
                "engine_version",
                VERSION,
                "a full version of Aurora MySQL 3, such as 8.0.mysql_aurora.3.10.3"),
            section.constant("capacity", Capacity.class),
            section.halves("serverless_min_acu", 0.5, 256),
            section.halves("serverless_max_acu", 1, 256),
            section.text(
                "instance_class",
                CLASS,
                "an instance class of R5 to R8 or X2g without db., such as r6g.large"),
            section.integer("readers", 0, 15),
            section.oneOrMore("schema", SCHEMA, "1 to 63 of a-z 0-9 _ -, starting with a letter"),
            section.optionalArn(
                "snapshot_arn",
                "rds",
                "cluster-snapshot:[a-zA-Z][\\w:-]*",
                "the ARN of a cluster snapshot",
                environment),
            section.integer("backup_retention_days", 1, 35),
            section.integer("rotation_days", 1, 365),
            section.integer("performance_insights_retention_days", Retention.INSIGHTS_DAYS),
            section.integer("log_retention_days", Retention.LOG_DAYS),
            section.text(
                "bastion_instance_type",
                InstanceTypes::existsForArm,
                "an ARM (Graviton) instance type with at least 1 GiB of memory, such as t4g.micro"));
    section.check(
        config.serverlessMinAcu() <= config.serverlessMaxAcu(),
        "serverless_min_acu",
        "at most serverless_max_acu, which is " + config.serverlessMaxAcu());
    return config;
  }
}
