package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.StageProps;
import software.constructs.Construct;

/** The pipeline stage that deploys the stacks of one environment. */
final class DeploymentStage extends Stage {
  private final CfnOutput url;

  DeploymentStage(Construct scope, Configs configs) {
    super(
        scope,
        configs.environment().name(),
        StageProps.builder().env(Deployment.environment(configs.environment())).build());
    url = Deployment.addTo(this, configs).url();
    InfraApp.tagAndCheck(this, configs);
  }

  CfnOutput url() {
    return url;
  }
}
