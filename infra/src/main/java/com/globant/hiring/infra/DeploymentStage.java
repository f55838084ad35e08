package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.StageProps;
import software.constructs.Construct;

/** All stacks of one environment, as the pipeline deploys them. */
final class DeploymentStage extends Stage {
  private final CfnOutput url;

  DeploymentStage(Construct scope, Configs configs) {
    super(
        scope,
        configs.environment().name(),
        StageProps.builder().env(Deployment.at(configs.environment())).build());
    url = Deployment.into(this, configs).url();
    InfraApp.tagAndCheck(this, configs);
  }

  CfnOutput url() {
    return url;
  }
}
