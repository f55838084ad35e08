package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the start scripts in the templates; the other configuration runs a container. */
class StartScriptTest {
  /** Limit of user data before Base64 encoding. */
  private static final int MAX_BYTES = 16 * 1024;

  private final String jar = Synthesis.defaults().startScript();
  private final String container = Synthesis.other().startScript();

  /** Values for all names that the script of a jar uses. */
  static Map<String, String> values() {
    return new HashMap<>(
        Map.ofEntries(
            Map.entry("REGION", "us-east-1"),
            Map.entry("PROGRAM_BUCKET", "assets"),
            Map.entry("PROGRAM_KEY", "service.jar"),
            Map.entry("DATABASE_HOST", "hiring.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com"),
            Map.entry("DATABASE_PORT", "3306"),
            Map.entry("SCHEMAS", "hiring"),
            Map.entry("DATABASE_SECRET", "hiring/database"),
            Map.entry("EXCHANGE", "never"),
            Map.entry("REPORTS_BUCKET", "reports"),
            Map.entry("REPORTS_PREFIX", "dev/"),
            Map.entry("SIGNING_SECRET", "hiring/signing"),
            Map.entry("SOURCES", ""),
            Map.entry("API_KEYS_SECRET", "hiring/api-keys"),
            Map.entry("SERVICE_PORT", "8080"),
            Map.entry("DRAIN_SECONDS", "120"),
            Map.entry("STOP_SECONDS", "180"),
            Map.entry("PRESIGNED_URL_EXPIRATION_HOURS", "24"),
            Map.entry("LOG_GROUP", "/hiring/dev"),
            Map.entry("LIFECYCLE_HOOK", "drain"),
            Map.entry("AUTO_SCALING_GROUP", "hiring-dev")));
  }

  @Test
  void allPlaceholdersAreReplaced() {
    assertThat(List.of(jar, container))
        .allSatisfy(script -> assertThat(script).doesNotContainPattern("@[A-Z_]+@|@FILE"));
    assertThat(jar)
        .contains(
            "'s3://cdk-hnb659fds-assets-111111111111-us-east-1/(hash).jar'",
            "AWS_DEFAULT_REGION='us-east-1'",
            "\nEnvironment=AWS_DEFAULT_REGION=us-east-1\n",
            "--auto-scaling-group-name 'hiring-dev' --lifecycle-hook-name 'drain'",
            "\"log_group_name\": \"(Ref)\"",
            "http://127.0.0.1:8080/health/ready");
  }

  @Test
  void serviceGetsSettingsAndNamesOfSecrets() {
    assertThat(settings(jar))
        .containsEntry("AWS_REGION", "us-east-1")
        .containsEntry("HIRING_HTTP_ADDRESS", "0.0.0.0")
        .containsEntry("HIRING_HTTP_PORT", "8080")
        .containsEntry("HIRING_HTTP_DRAIN_SECONDS", "3600")
        .containsEntry("HIRING_DATABASE_HOST", "(Fn::ImportValue)")
        .containsEntry("HIRING_DATABASE_PORT", "3306")
        .containsEntry("HIRING_DATABASE_SCHEMAS", "hiring")
        .containsEntry("HIRING_DATABASE_SECRET", "(Fn::ImportValue)")
        .containsEntry("HIRING_DATABASE_EXCHANGE", "auto")
        .containsEntry("HIRING_DATABASE_TLS", "verify_identity")
        .containsEntry("HIRING_STORAGE_BUCKET", "(Ref)")
        .containsEntry("HIRING_STORAGE_PREFIX", "hiring/")
        .containsEntry("HIRING_STORAGE_SIGNING_SECRET", "(Ref)")
        .containsEntry("HIRING_SOURCES_ALLOWED", "")
        .containsEntry("HIRING_PRESIGNED_URL_EXPIRATION_HOURS", "24")
        .containsEntry("HIRING_AUTH_MODE", "api-key")
        .containsEntry("HIRING_AUTH_ALLOW_ANONYMOUS", "false")
        .containsEntry("HIRING_AUTH_API_KEYS_SECRET", "hiring/api-keys")
        .doesNotContainKeys("HIRING_DATABASE_USER", "HIRING_DATABASE_PASSWORD");
    assertThat(jar).doesNotContain("resolve:secretsmanager");
    assertThat(settings(container))
        .containsKeys(settings(jar).keySet().toArray(String[]::new))
        .containsEntry("HIRING_HTTP_PORT", "9090")
        .containsEntry("HIRING_DATABASE_SCHEMAS", "people,staff-2")
        .containsEntry("HIRING_STORAGE_SIGNING_SECRET", "")
        .containsEntry("HIRING_SOURCES_ALLOWED", "s3://history/,s3://lake/exports/2021/")
        .containsEntry("HIRING_PRESIGNED_URL_EXPIRATION_HOURS", "48")
        .containsEntry("HIRING_AUTH_API_KEYS_SECRET", "archive/keys");
  }

  @Test
  void exchangeOfTablesIsOffIfThereAreReaders() {
    assertThat(settings(container)).containsEntry("HIRING_DATABASE_EXCHANGE", "never");
  }

  /** If the service closed a connection first, the load balancer could answer 502. */
  @Test
  void loadBalancerClosesIdleConnectionsFirst() {
    Map<String, String> settings = settings(jar);

    // See PublicEndpoint.MAX_IDLE_SECONDS.
    assertThat(Integer.parseInt(settings.getOrDefault("HIRING_HTTP_IDLE_SECONDS", "0")))
        .isGreaterThan(4000);
    assertThat(settings).containsEntry("HIRING_HTTP_MAX_CONNECTIONS_PER_ADDRESS", "4096");
  }

  @Test
  void systemdWaitsLongerThanTheDrain() {
    assertThat(jar).contains("\nTimeoutStopSec=3660\n");
    assertThat(container).contains("\nTimeoutStopSec=660\n");
  }

  @Test
  void instancesInstallUpdates() {
    assertThat(jar)
        .contains("echo latest >/etc/dnf/vars/releasever\ndnf upgrade -y\n")
        .contains("upgrade_type = security\napply_updates = yes\n")
        .contains("systemctl enable --now dnf-automatic.timer");
  }

  /** The limit leaves room for resolved references, which are longer by some hundred bytes each. */
  @Test
  void scriptsAreBelowTheSizeLimit() {
    for (String script : List.of(jar, container)) {
      assertThat(script.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MAX_BYTES * 3 / 4);
    }
  }

  @Test
  void programIsAJarOrAnImage() {
    assertThat(jar)
        .contains("dnf install -y java-17-amazon-corretto-headless ", "hiring-service.jar")
        .doesNotContain("docker run", "docker load");
    assertThat(container)
        .contains(
            "dnf install -y docker ",
            "docker load --quiet --input /opt/hiring/hiring-image.tar",
            "ExecStart=/usr/bin/docker run ",
            "--env-file /etc/hiring/hiring.env")
        .doesNotContain("java-17", "hiring-service.jar");
  }

  @Test
  void scriptsAreValidBash() throws Exception {
    for (String script : List.of(jar, container)) {
      assertThat(ReadmeTest.bashErrors(script)).isEmpty();
    }
  }

  @Test
  void cdkTokenIsAllowed() {
    Map<String, String> values = values();
    values.put("DATABASE_HOST", "${Token[TOKEN.123]}");

    assertThat(StartScript.render(false, values))
        .contains("\nHIRING_DATABASE_HOST=${Token[TOKEN.123]}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a'b", "a b", "a\nb", "$(id)", "a\"b", "%h", "a\\b"})
  void charactersWithAMeaningInShellOrSystemdAreRefused(String value) {
    Map<String, String> values = values();
    values.put("DATABASE_HOST", value);

    assertThatThrownBy(() -> StartScript.render(false, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DATABASE_HOST is '" + value);
  }

  /** The content of hiring.env; fails on a duplicate key. */
  private static Map<String, String> settings(String script) {
    String start = "hiring.env <<'END'\n";
    String file = script.substring(script.indexOf(start) + start.length());
    return file.substring(0, file.indexOf("\nEND\n"))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
  }
}
