package com.globant.hiring.infra.cloudwatch;

import com.globant.hiring.infra.config.Retention;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** Log groups with a retention period, since AWS services create theirs without one. */
public final class LogGroups {
  private LogGroups() {}

  public static LogGroup create(Construct scope, String id, String name, int retentionDays) {
    return LogGroup.Builder.create(scope, id)
        .logGroupName(name)
        .retention(Retention.ofLogs(retentionDays))
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }
}
