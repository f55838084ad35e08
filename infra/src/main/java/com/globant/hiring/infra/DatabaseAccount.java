package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * An account in the database, with the least rights and a password in Secrets Manager. A Lambda
 * function creates it through the RDS Data API, which Aurora MySQL has from version 3.07 on, on all
 * instance classes but T (Aurora User Guide, "Using the Amazon RDS Data API").
 */
final class DatabaseAccount extends Construct {
  /** Rights on the service's own schema; docs/operating.md lists them. */
  private static final String RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP";

  /** Rights on each schema that clients load into. */
  private static final String LOAD_RIGHTS = RIGHTS + ", LOCK TABLES, TRIGGER";

  /**
   * The service creates these tables at its first start; GRANT names them before with CREATE only.
   */
  private static final String RECORD_RIGHTS = "SELECT, INSERT, UPDATE, CREATE ON ";

  private static final String SERVICE_SCHEMA = "hiring_service";

  private final ISecret secret;
  private final CustomResource account;

  /**
   * @param user who uses the account, for descriptions
   * @param function name of the function, without the prefix of the deployment
   * @param key encrypts the secret; null for a key of AWS
   * @param secretName null for a generated one
   * @param grants each {@code RIGHTS ON SCHEMA} or {@code RIGHTS ON SCHEMA.TABLE}
   */
  private DatabaseAccount(
      Construct scope,
      String id,
      Configs configs,
      DatabaseCluster cluster,
      String user,
      String function,
      String userName,
      @Nullable IKey key,
      @Nullable String secretName,
      List<String> grants) {
    super(scope, id);
    DatabaseSecret.Builder made = DatabaseSecret.Builder.create(this, "Secret").username(userName);
    if (key != null) {
      made.encryptionKey(key);
    }
    if (secretName != null) {
      made.secretName(secretName);
    }
    secret = made.build().attach(cluster);
    ISecret administrator = Objects.requireNonNull(cluster.getSecret());
    String name = configs.prefix() + "-" + function;
    LogGroup log = RdsStack.functionLog(this, "Log", configs, name);
    Role role = role(user, cluster, administrator, log);
    if (key != null) {
      allow(role, List.of("kms:Decrypt"), key.getKeyArn());
    }
    Function creating = function(user, name, role, log);
    account =
        CustomResource.Builder.create(this, "Account")
            .resourceType("Custom::DatabaseAccount")
            .serviceToken(creating.getFunctionArn())
            .serviceTimeout(Duration.minutes(10))
            .properties(
                new TreeMap<>(
                    Map.of(
                        "Cluster", cluster.getClusterArn(),
                        "AdministratorSecret", administrator.getSecretArn(),
                        "AccountSecret", secret.getSecretArn(),
                        "Grants", grants)))
            .build();
    // The statements need the function's role and a running database instance.
    account.getNode().addDependency(creating, RdsStack.writer(cluster));
  }

  /** The account of the service. */
  static DatabaseAccount ofService(Construct scope, Configs configs, DatabaseCluster cluster) {
    List<String> grants =
        Stream.concat(
                configs.stacks().rds().schema().stream()
                    .map(schema -> LOAD_RIGHTS + " ON " + schema),
                // The last one is to see sessions that would delay an exchange of tables.
                Stream.of(RIGHTS + " ON " + SERVICE_SCHEMA, "PROCESS ON *"))
            .toList();
    return new DatabaseAccount(
        scope,
        "ServiceAccount",
        configs,
        cluster,
        "the hiring service",
        "database-account",
        "hiring",
        null,
        null,
        grants);
  }

  /**
   * The account of the Spark job: it reads the tables, and adds rows to those that the service
   * makes for each load, whose names are not known before.
   */
  static DatabaseAccount ofBulkLoads(
      Construct scope, Configs configs, DatabaseCluster cluster, IKey key, String secretName) {
    List<String> grants =
        Stream.concat(
                configs.stacks().rds().schema().stream()
                    .map(schema -> "SELECT, INSERT ON " + schema),
                Stream.of("bulk_runs", "load_parts")
                    .map(table -> RECORD_RIGHTS + SERVICE_SCHEMA + "." + table))
            .toList();
    return new DatabaseAccount(
        scope,
        "BulkAccount",
        configs,
        cluster,
        "bulk loads",
        "bulk-account",
        "hiring_bulk",
        key,
        secretName,
        grants);
  }

  /** User name, password, host and port as JSON. */
  ISecret secret() {
    return secret;
  }

  /** Complete when the account exists. */
  CustomResource account() {
    return account;
  }

  private Role role(String user, DatabaseCluster cluster, ISecret administrator, LogGroup log) {
    Role role =
        Role.Builder.create(this, "Role")
            .description("Creates the database account of " + user)
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    allow(role, List.of("rds-data:ExecuteStatement"), cluster.getClusterArn());
    allow(
        role,
        List.of("secretsmanager:GetSecretValue"),
        administrator.getSecretArn(),
        secret.getSecretArn());
    allow(role, List.of("logs:CreateLogStream", "logs:PutLogEvents"), log.getLogGroupArn());
    return role;
  }

  private Function function(String user, String name, Role role, LogGroup log) {
    return Function.Builder.create(this, "Function")
        .functionName(name)
        .description("Creates the database account of " + user)
        .runtime(Runtime.PYTHON_3_14)
        .handler("index.handler")
        .code(Code.fromInline(StartScript.resource("/database-account/index.py")))
        .role(role)
        .logGroup(log)
        .timeout(Duration.minutes(5))
        .build();
  }

  private static void allow(Role role, List<String> actions, String... resources) {
    role.addToPolicy(
        PolicyStatement.Builder.create().actions(actions).resources(List.of(resources)).build());
  }
}
