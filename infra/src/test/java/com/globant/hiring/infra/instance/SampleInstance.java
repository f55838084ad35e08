package com.globant.hiring.infra.instance;

import org.jspecify.annotations.Nullable;

/** Parameters as a deployment has them. */
final class SampleInstance {
  private static final String SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:";

  private SampleInstance() {}

  static InstanceParameters withoutSecretsOfItsOwn() {
    return with(null, null);
  }

  static InstanceParameters complete() {
    return with(SECRET + "hiring-signing-AbCdEf", SECRET + "hiring-api-keys-AbCdEf");
  }

  private static InstanceParameters with(@Nullable String signing, @Nullable String apiKeys) {
    return new InstanceParameters(
        "us-east-1",
        "cdk-hnb659fds-assets-111111111111-us-east-1",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.jar",
        "hiring.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com",
        3306,
        "hiring",
        SECRET + "hiring-database-AbCdEf",
        "hiring-reports-111111111111",
        "dev/",
        signing,
        apiKeys,
        8080,
        3600,
        24,
        "/hiring/dev",
        "loads-end",
        "hiring-dev");
  }
}
