package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.EnvironmentConfig;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** The stacks of one environment. */
final class Deployment {
  private Deployment() {}

  /** Adds the stacks to an app or a stage, and returns the stack of the service. */
  static GlobantPruebaStack addTo(Construct scope, Configs configs) {
    NetworkingStack networking = new NetworkingStack(scope, configs);
    RdsStack rds = new RdsStack(scope, configs, networking);
    BulkLoadsStack bulk =
        configs.stacks().bulk().enabled()
            ? new BulkLoadsStack(scope, configs, networking, rds)
            : null;
    return new GlobantPruebaStack(scope, configs, networking, rds, bulk);
  }

  /** Common properties. The name is the same from the command line and from the pipeline. */
  static StackProps stackProps(String name, String description, Configs configs) {
    return StackProps.builder()
        .stackName(name)
        .description(description)
        .env(environment(configs.environment()))
        .terminationProtection(configs.environment().isProtected())
        .build();
  }

  static Environment environment(EnvironmentConfig environment) {
    return Environment.builder()
        .account(environment.account())
        .region(environment.region())
        .build();
  }
}
