package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.EnvironmentConfig;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** The stacks that make up one environment. */
final class Deployment {
  private Deployment() {}

  /** Puts them into an app or a stage, and gives the last of them. */
  static GlobantPruebaStack into(Construct scope, Configs configs) {
    NetworkingStack networking = new NetworkingStack(scope, configs);
    RdsStack rds = new RdsStack(scope, configs, networking);
    return new GlobantPruebaStack(scope, configs, networking, rds);
  }

  /** What all stacks have alike. Their names are the same wherever they are deployed from. */
  static StackProps stack(String name, String description, Configs configs) {
    return StackProps.builder()
        .stackName(name)
        .description(description)
        .env(at(configs.environment()))
        .terminationProtection(configs.environment().isProtected())
        .build();
  }

  static Environment at(EnvironmentConfig environment) {
    return Environment.builder()
        .account(environment.account())
        .region(environment.region())
        .build();
  }
}
