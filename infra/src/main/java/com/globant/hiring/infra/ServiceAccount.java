package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
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
 * The service's account in the database, with the least rights and a password in Secrets Manager. A
 * Lambda function creates it through the RDS Data API, which Aurora MySQL has from version 3.07 on,
 * on all instance classes but T (Aurora User Guide, "Using the Amazon RDS Data API").
 */
final class ServiceAccount extends Construct {
  /** Rights on the service's own schema; docs/operating.md lists them. */
  private static final String RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP";

  /** Rights on each schema that clients load into. */
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
                        "Grants", grants(configs.stacks().rds().schema()))))
            .build();
    // The statements need the function's role and a running database instance.
    account.getNode().addDependency(function, RdsStack.writer(cluster));
  }

  private static List<String> grants(List<String> schemas) {
    return Stream.concat(
            schemas.stream().map(schema -> LOAD_RIGHTS + " ON " + schema),
            // The last one is to see sessions that would delay an exchange of tables.
            Stream.of(RIGHTS + " ON " + SERVICE_SCHEMA, "PROCESS ON *"))
        .toList();
  }

  /** User name, password, host and port as JSON. */
  ISecret secret() {
    return secret;
  }

  /** Complete when the account exists. */
  CustomResource account() {
    return account;
  }

  private Function function(
      Configs configs, DatabaseCluster cluster, ISecret administrator, LogGroup log) {
    Role role =
        Role.Builder.create(this, "Role")
            .description("Creates the database account of the hiring service")
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
        .description("Creates the database account of the hiring service")
        .runtime(Runtime.PYTHON_3_14)
        .handler("index.handler")
        .code(Code.fromInline(StartScript.resource("/database-account/index.py")))
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
