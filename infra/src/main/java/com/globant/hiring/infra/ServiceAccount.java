package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.instance.InstanceScripts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * The service's account in the database, which may do what the service does and nothing else, with
 * a password in a secret. A function makes it through the RDS Data API, which Aurora MySQL has from
 * version 3.07 on, on all instance classes but T (Aurora User Guide, "Using the Amazon RDS Data
 * API").
 */
final class ServiceAccount extends Construct {
  /** In the schema that holds the records of loads, as docs/operating.md has them. */
  private static final String RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP";

  /** In the schema that is loaded. */
  private static final String LOAD_RIGHTS = RIGHTS + ", LOCK TABLES, TRIGGER";

  private static final String SERVICE_SCHEMA = "hiring_service";

  private final ISecret secret;
  private final CustomResource account;

  ServiceAccount(Construct scope, Configs configs, DatabaseCluster cluster) {
    super(scope, "ServiceAccount");
    secret =
        DatabaseSecret.Builder.create(this, "Secret").username("hiring").build().attach(cluster);
    ISecret administrator = Objects.requireNonNull(cluster.getSecret());
    LogGroup log = RdsStack.functionLog(this, "Log", configs, name(configs));
    Function function = function(configs, cluster, administrator, log);
    account =
        CustomResource.Builder.create(this, "Account")
            .resourceType("Custom::DatabaseAccount")
            .serviceToken(function.getFunctionArn())
            .serviceTimeout(Duration.minutes(10))
            .properties(
                new TreeMap<>(
                    Map.of(
                        "Cluster", cluster.getClusterArn(),
                        "AdministratorSecret", administrator.getSecretArn(),
                        "AccountSecret", secret.getSecretArn(),
                        "Grants",
                            List.of(
                                LOAD_RIGHTS + " ON " + configs.stacks().rds().schema(),
                                RIGHTS + " ON " + SERVICE_SCHEMA,
                                // To see that an exchange of tables waits for nobody.
                                "PROCESS ON *"))))
            .build();
    // The function needs its rights, and an instance that answers.
    account.getNode().addDependency(function, RdsStack.writer(cluster));
  }

  /** User name, password, host and port, in the form that RDS gives them. */
  ISecret secret() {
    return secret;
  }

  /** Deployed once the account is there. */
  CustomResource account() {
    return account;
  }

  private Function function(
      Configs configs, DatabaseCluster cluster, ISecret administrator, LogGroup log) {
    Role role =
        Role.Builder.create(this, "Role")
            .description("Makes the account of the hiring service in the database")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    allow(role, List.of("rds-data:ExecuteStatement"), cluster.getClusterArn());
    allow(
        role,
        List.of("secretsmanager:GetSecretValue"),
        administrator.getSecretArn(),
        secret.getSecretArn());
    allow(role, List.of("logs:CreateLogStream", "logs:PutLogEvents"), log.getLogGroupArn());
    return Function.Builder.create(this, "Function")
        .functionName(name(configs))
        .description("Makes the account of the hiring service in the database")
        .runtime(Runtime.PYTHON_3_14)
        .handler("index.handler")
        .code(Code.fromInline(InstanceScripts.resource("/database-account/index.py")))
        .role(role)
        .logGroup(log)
        .timeout(Duration.minutes(5))
        .build();
  }

  private static String name(Configs configs) {
    return configs.prefix() + "-database-account";
  }

  private static void allow(Role role, List<String> actions, String... resources) {
    role.addToPolicy(
        PolicyStatement.Builder.create().actions(actions).resources(List.of(resources)).build());
  }
}
