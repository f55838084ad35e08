package com.globant.hiring.infra.config;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One section for each stack; the key of a section is the name of its stack.
 *
 * @param networking section NetworkingStack
 * @param rds section RdsStack
 * @param bulk section BulkLoadsStack
 * @param service section GlobantPruebaStack
 * @param pipeline section GlobantAPICicdPipelineStack
 */
public record StacksConfig(
    NetworkingConfig networking,
    RdsConfig rds,
    BulkLoadsConfig bulk,
    ServiceConfig service,
    PipelineConfig pipeline) {
  /** Name of the stack of the network. */
  public static final String NETWORKING = "NetworkingStack";

  /** Name of the stack of the database. */
  public static final String RDS = "RdsStack";

  /** Name of the stack of loads on Spark. */
  public static final String BULK = "BulkLoadsStack";

  /** Name of the stack of the service. */
  public static final String SERVICE = "GlobantPruebaStack";

  /** Name of the stack of the pipeline. */
  public static final String PIPELINE = "GlobantAPICicdPipelineStack";

  private static final String ALL = "Stacks";
  private static final String PRODUCTION = "Production";

  private static final Map<String, String> NAMES =
      Map.of(
          "networking", NETWORKING,
          "rds", RDS,
          "bulk", BULK,
          "service", SERVICE,
          "pipeline", PIPELINE);

  static StacksConfig of(ConfigSection root, EnvironmentConfig environment) {
    ConfigSection section = root.section(ALL, StacksConfig.class, StacksConfig::nameOf);
    return of(section, environment, PipelineConfig.of(section, environment));
  }

  /**
   * The stacks of production: those of the first environment with the overrides for production,
   * validated by the same rules.
   *
   * @return null if the pipeline has no production
   */
  static @Nullable StacksConfig production(
      ConfigSection root, EnvironmentConfig first, StacksConfig stacks) {
    if (!stacks.pipeline().hasProduction()) {
      root.check(
          root.isNull(PRODUCTION),
          PRODUCTION,
          "null, since %s.%s.production_account is".formatted(ALL, PIPELINE));
      return null;
    }
    ConfigSection section =
        root.overridden(
            ALL, PRODUCTION, StacksConfig.class, StacksConfig::nameOf, Set.of(PIPELINE));
    return of(section, stacks.pipeline().production(first), stacks.pipeline());
  }

  private static StacksConfig of(
      ConfigSection section, EnvironmentConfig environment, PipelineConfig pipeline) {
    NetworkingConfig networking = NetworkingConfig.of(section);
    ServiceConfig service = ServiceConfig.of(section, environment, networking);
    return new StacksConfig(
        networking,
        RdsConfig.of(section, environment),
        BulkLoadsConfig.of(section, service),
        service,
        pipeline);
  }

  private static String nameOf(String component) {
    return Objects.requireNonNull(NAMES.get(component));
  }
}
