package com.globant.hiring.infra.config;

import java.util.Map;
import java.util.Objects;

/**
 * A section for each stack, named as the stack is.
 *
 * @param networking of NetworkingStack
 * @param rds of RdsStack
 * @param service of GlobantPruebaStack
 * @param pipeline of GlobantAPICicdPipelineStack
 */
public record StacksConfig(
    NetworkingConfig networking, RdsConfig rds, ServiceConfig service, PipelineConfig pipeline) {
  /** Name of the stack of the network. */
  public static final String NETWORKING = "NetworkingStack";

  /** Name of the stack of the database. */
  public static final String RDS = "RdsStack";

  /** Name of the stack of the service. */
  public static final String SERVICE = "GlobantPruebaStack";

  /** Name of the stack of the pipeline. */
  public static final String PIPELINE = "GlobantAPICicdPipelineStack";

  private static final Map<String, String> NAMES =
      Map.of("networking", NETWORKING, "rds", RDS, "service", SERVICE, "pipeline", PIPELINE);

  static StacksConfig of(ConfigSection root, EnvironmentConfig environment) {
    ConfigSection section = root.section("Stacks", StacksConfig.class, StacksConfig::nameOf);
    return new StacksConfig(
        NetworkingConfig.of(section),
        RdsConfig.of(section),
        ServiceConfig.of(section),
        PipelineConfig.of(section, environment));
  }

  private static String nameOf(String component) {
    return Objects.requireNonNull(NAMES.get(component));
  }
}
