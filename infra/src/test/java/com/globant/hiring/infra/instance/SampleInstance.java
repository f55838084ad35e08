package com.globant.hiring.infra.instance;

import org.jspecify.annotations.Nullable;

/** Parameters as a deployment has them. */
final class SampleInstance {
  private static final String SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:";

  private SampleInstance() {}

  static InstanceParameters withoutSecretsOfItsOwn() {
    return with(false, null, null);
  }

  static InstanceParameters container() {
    return with(true, SECRET + "hiring-signing-AbCdEf", SECRET + "hiring-api-keys-AbCdEf");
  }

  static InstanceParameters complete() {
    return with(false, SECRET + "hiring-signing-AbCdEf", SECRET + "hiring-api-keys-AbCdEf");
  }

  /** For a machine whose ports are shared with others; secrets by name. */
  static InstanceParameters at(int servicePort, int databasePort) {
    return new InstanceParameters(
        "us-east-1",
        false,
        "assets",
        "service.jar",
        "hiring.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com",
        databasePort,
        "hiring",
        "hiring/database",
        true,
        "reports",
        "dev/",
        "hiring/signing",
        "hiring/api-keys",
        servicePort,
        120,
        24,
        "/hiring/dev",
        "loads-end",
        "hiring-dev");
  }

  private static InstanceParameters with(
      boolean container, @Nullable String signing, @Nullable String apiKeys) {
    return new InstanceParameters(
        "us-east-1",
        container,
        "cdk-hnb659fds-assets-111111111111-us-east-1",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.jar",
        "hiring.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com",
        3306,
        "hiring",
        SECRET + "hiring-database-AbCdEf",
        false,
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
