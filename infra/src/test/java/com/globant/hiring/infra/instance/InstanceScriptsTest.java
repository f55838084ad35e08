package com.globant.hiring.infra.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InstanceScriptsTest {
  /** Of user data, before it is encoded in Base64. */
  private static final int MOST_BYTES = 16 * 1024;

  private final String script = InstanceScripts.userData(SampleInstance.complete());

  @Test
  void everyParameterReachesItsPlace() {
    assertThat(script)
        .contains(
            "s3://cdk-hnb659fds-assets-111111111111-us-east-1/"
                + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.jar'",
            "AWS_DEFAULT_REGION='us-east-1'",
            "\nEnvironment=AWS_DEFAULT_REGION=us-east-1\n",
            "--auto-scaling-group-name 'hiring-dev' --lifecycle-hook-name 'loads-end'",
            "\"log_group_name\": \"/hiring/dev\"",
            "http://127.0.0.1:8080/health/ready")
        .doesNotContainPattern("@[A-Z_]+@|@FILE");
  }

  @Test
  void theServiceGetsSettingsAndNamesOfSecrets() {
    assertThat(settings(SampleInstance.complete()))
        .containsEntry("AWS_REGION", "us-east-1")
        .containsEntry("HIRING_HTTP_ADDRESS", "0.0.0.0")
        .containsEntry("HIRING_HTTP_PORT", "8080")
        .containsEntry("HIRING_HTTP_DRAIN_SECONDS", "3600")
        .containsEntry(
            "HIRING_DATABASE_HOST", "hiring.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com")
        .containsEntry("HIRING_DATABASE_PORT", "3306")
        .containsEntry("HIRING_DATABASE_SCHEMAS", "hiring")
        .containsEntry(
            "HIRING_DATABASE_SECRET",
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:hiring-database-AbCdEf")
        .containsEntry("HIRING_DATABASE_TLS", "verify_identity")
        .containsEntry("HIRING_STORAGE_BUCKET", "hiring-reports-111111111111")
        .containsEntry("HIRING_STORAGE_PREFIX", "dev/")
        .containsEntry(
            "HIRING_STORAGE_SIGNING_SECRET",
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:hiring-signing-AbCdEf")
        .containsEntry("HIRING_PRESIGNED_URL_EXPIRATION_HOURS", "24")
        .containsEntry("HIRING_AUTH_MODE", "api-key")
        .containsEntry("HIRING_AUTH_ALLOW_ANONYMOUS", "false")
        .containsEntry(
            "HIRING_AUTH_API_KEYS_SECRET",
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:hiring-api-keys-AbCdEf")
        .doesNotContainKeys("HIRING_DATABASE_USER", "HIRING_DATABASE_PASSWORD");
  }

  @Test
  void withoutApiKeysEverybodyMayLoadAndWithoutASigningKeyTheRoleSigns() {
    assertThat(settings(SampleInstance.withoutSecretsOfItsOwn()))
        .containsEntry("HIRING_AUTH_MODE", "none")
        .containsEntry("HIRING_AUTH_ALLOW_ANONYMOUS", "true")
        .containsEntry("HIRING_AUTH_API_KEYS_SECRET", "")
        .containsEntry("HIRING_STORAGE_SIGNING_SECRET", "");
  }

  /** Else it sends requests into connections that the service closes, and answers 502. */
  @Test
  void connectionsAreForTheLoadBalancerToClose() {
    Map<String, String> settings = settings(SampleInstance.complete());

    // See PublicEndpoint, MOST_IDLE_SECONDS.
    assertThat(Integer.parseInt(settings.getOrDefault("HIRING_HTTP_IDLE_SECONDS", "0")))
        .isGreaterThan(4000);
    assertThat(settings).containsEntry("HIRING_HTTP_MAX_CONNECTIONS_PER_ADDRESS", "4096");
  }

  @Test
  void systemdWaitsLongerThanLoadsMayDrain() {
    assertThat(script).contains("\nTimeoutStopSec=3660\n");
  }

  @Test
  void itFitsIntoUserDataEvenWhenNamesAreLong() {
    for (String each : List.of(script, InstanceScripts.userData(SampleInstance.container()))) {
      assertThat(each.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES * 3 / 4);
    }
  }

  @Test
  void aContainerRunsTheImageWithTheSameSettings() {
    String container = InstanceScripts.userData(SampleInstance.container());

    assertThat(settings(SampleInstance.container())).isEqualTo(settings(SampleInstance.complete()));
    assertThat(container)
        .contains(
            "dnf install -y docker ",
            "docker load --quiet --input /opt/hiring/hiring-image.tar",
            "ExecStart=/usr/bin/docker run ",
            "--env-file /etc/hiring/hiring.env",
            "\nTimeoutStopSec=3660\n")
        .doesNotContain("java-17", "hiring-service.jar")
        .doesNotContainPattern("@[A-Z_]+@|@FILE");
    assertThat(script).doesNotContain("docker run", "docker load");
  }

  @Test
  void bothScriptsAreValidBash() throws Exception {
    for (String each : List.of(script, InstanceScripts.userData(SampleInstance.container()))) {
      Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
      try (OutputStream in = bash.getOutputStream()) {
        in.write(each.getBytes(StandardCharsets.UTF_8));
      }
      assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEmpty();
      assertThat(bash.waitFor()).isZero();
    }
  }

  @Test
  void tokensOfTheCdkPassAsTheyAre() {
    assertThat(InstanceScripts.userData(sample("${Token[TOKEN.123]}", 8080)))
        .contains("\nHIRING_DATABASE_HOST=${Token[TOKEN.123]}\n");
  }

  @Test
  void whatWouldMeanSomethingToAShellOrAUnitFileIsRefused() {
    for (String bad : List.of("a'b", "a b", "a\nb", "$(id)", "a\"b", "%h", "a\\b")) {
      assertThatThrownBy(() -> sample(bad, 8080))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("databaseHost")
          .hasMessageContaining(bad);
    }
  }

  @Test
  void aPortThatNeedsPrivilegesIsRefused() {
    assertThatThrownBy(() -> sample("db", 80))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("servicePort is 80; 1024 to 65535 are allowed");
  }

  private static Map<String, String> settings(InstanceParameters parameters) {
    String script = InstanceScripts.userData(parameters);
    String file = script.substring(script.indexOf("hiring.env <<'END'\n") + 19);
    return file.substring(0, file.indexOf("\nEND\n"))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf('=')),
                line -> line.substring(line.indexOf('=') + 1),
                (first, second) -> {
                  throw new AssertionError("twice: " + first);
                }));
  }

  private static InstanceParameters sample(String databaseHost, int servicePort) {
    InstanceParameters p = SampleInstance.complete();
    return new InstanceParameters(
        p.region(),
        p.container(),
        p.programBucket(),
        p.programKey(),
        databaseHost,
        p.databasePort(),
        p.schema(),
        p.databaseSecretArn(),
        p.hasReaders(),
        p.reportsBucket(),
        p.reportsPrefix(),
        p.signingSecretArn(),
        p.apiKeysSecretArn(),
        servicePort,
        p.drainSeconds(),
        p.presignedUrlExpirationHours(),
        p.logGroup(),
        p.lifecycleHookName(),
        p.autoScalingGroupName());
  }
}
