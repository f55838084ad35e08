package com.globant.hiring.infra.config;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Loads on Spark; {@code configs.yaml} gives the meaning of each value.
 *
 * @param enabled whether the stack exists
 * @param jar of the job, a path relative to {@code infra/}
 * @param sparkConf settings of Spark, each as {@code name=value}
 * @param autoGib {@code engine=auto} uses Spark for larger sources
 * @param autoTableGib it does so too for keys in no order, if the table is larger with them
 * @param monthlyBudgetUsd null for no budget
 */
public record BulkLoadsConfig(
    boolean enabled,
    String jar,
    String releaseLabel,
    int maxVcpus,
    int idleMinutes,
    int timeoutMinutes,
    List<String> sparkConf,
    int autoGib,
    int autoTableGib,
    @Nullable Integer monthlyBudgetUsd,
    int logRetentionDays) {
  private static final Predicate<String> JAR = Pattern.compile(".+\\.jar").asMatchPredicate();
  private static final Predicate<String> RELEASE =
      Pattern.compile("emr-7\\.\\d{1,2}\\.\\d").asMatchPredicate();

  /** As the service's own setting has it: a comma separates the settings there. */
  private static final Predicate<String> SPARK_CONF =
      Pattern.compile("spark\\.[\\w.-]+=[^,\\s\\p{Cntrl}]*").asMatchPredicate();

  static BulkLoadsConfig of(ConfigSection stacks, ServiceConfig service) {
    ConfigSection section = stacks.section(StacksConfig.BULK, BulkLoadsConfig.class, Names::snake);
    BulkLoadsConfig config =
        new BulkLoadsConfig(
            section.flag("enabled"),
            section.text("jar", JAR, "the path of a .jar file"),
            section.text("release_label", RELEASE, "a release of EMR 7, such as emr-7.10.0"),
            section.integer("max_vcpus", 4, 4000),
            section.integer("idle_minutes", 1, 10_080),
            section.integer("timeout_minutes", 5, 10_080),
            section.texts("spark_conf", SPARK_CONF, "settings such as spark.executor.cores=4"),
            section.integer("auto_gib", 1, 1_000_000),
            section.integer("auto_table_gib", 1, 1_000_000),
            section.optionalInteger("monthly_budget_usd", 1, 1_000_000),
            section.integer("log_retention_days", Retention.LOG_DAYS));
    section.check(
        config.monthlyBudgetUsd() == null || service.alarmEmail() != null,
        "monthly_budget_usd",
        "null, since %s.alarm_email is, which would get the notifications"
            .formatted(StacksConfig.SERVICE));
    section.check(
        !config.enabled() || !service.sources().isEmpty(),
        "enabled",
        "false, since %s.sources is empty, and only sources are loaded on Spark"
            .formatted(StacksConfig.SERVICE));
    return config;
  }
}
