package com.globant.hiring.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are refused, and what the messages say. */
class SettingsRefusedTest extends SettingsFixture {
  SettingsRefusedTest(@TempDir Path directory) {
    super(directory);
  }

  @Test
  void allFaultsAreReportedWithPlaceAndAllowedValues() throws IOException {
    Path file =
        file(
            """
            http:
              prot: 81
              drain_seconds: soon
            colour: blue
            limits: 5
            """);

    String refusal =
        refusal(file, Map.of("HIRING_HTTP_PORT", "65536", "HIRING_DATABSE_HOST", "db.example"));

    assertThat(refusal.lines().map(line -> line.replace(file.toString(), "FILE")))
        .containsExactly(
            "The service was not started, its settings are wrong:",
            "  http.prot (FILE, line 2): no such setting; there are http.address, http.port,"
                + " http.drain_seconds,"
                + " http.max_connections, http.max_connections_per_address,"
                + " http.idle_seconds, http.header_seconds",
            "  colour (FILE, line 4): no such setting",
            "  limits (FILE, line 5): no such setting; there are limits.max_body_bytes,"
                + " limits.max_expansion_ratio, limits.max_field_bytes,"
                + " limits.max_concurrent_loads, limits.max_loads_per_caller,"
                + " limits.max_rejects_bytes, limits.max_spool_bytes,"
                + " limits.min_bytes_per_second, limits.min_rate_seconds,"
                + " limits.idle_seconds, limits.load_seconds,"
                + " limits.max_event_streams, limits.max_event_streams_per_load",
            "  HIRING_DATABSE_HOST (environment variable HIRING_DATABSE_HOST): no such setting",
            "  http.port = 65536 (environment variable HIRING_HTTP_PORT): must be a whole number"
                + " from 0 to 65535",
            "  http.drain_seconds = soon (FILE, line 3): must be a whole number from 0 to 3600");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http.port|-1",
        "http.port|80.0",
        "http.address|' '",
        "http.drain_seconds|3601",
        "auth.mode|basic",
        "auth.allow_anonymous|yes",
        "sources.allowed|history/",
        "sources.allowed|s3://history",
        "sources.allowed|s3://history/prefix",
        "sources.allowed|s3:///prefix/",
        "sources.max_files|0",
        "sources.max_files|1000001",
        "bulk.engine|glue",
        "bulk.auto_bytes|0",
        "bulk.auto_table_bytes|0",
        "bulk.spark_submit.command|' '",
        "bulk.spark_submit.master|' '",
        "bulk.spark_submit.conf|executor.cores=4",
        "bulk.emr_serverless.timeout_minutes|4",
        "bulk.emr_serverless.conf|spark.app.name=two words",
        "bulk.emr_serverless.endpoint|localhost",
        "cors.origins|app.example",
        "cors.origins|https://app.example/",
        "database.port|0",
        "database.tls|yes",
        "database.exchange|sometimes",
        "database.schemas|a,,b",
        "database.schemas|a,a",
        "database.service_schema|a b",
        "database.service_schema|''",
        "database.schemas|'a,'",
        "database.pool_size|1",
        "database.pipelining|65",
        "database.connect_timeout_seconds|0",
        "database.lock_wait_seconds|301",
        "storage.endpoint|s3.example",
        "storage.endpoint|ftp://s3.example",
        "storage.endpoint|http://",
        "storage.endpoint|http://a b",
        "presigned_url_expiration_hours|0",
        "presigned_url_expiration_hours|169",
        "loads.keep_days|6",
        "reports.count|both",
        "report_reuse_hours|-1",
        "report_reuse_hours|8761",
        "limits.max_body_bytes|0",
        "limits.max_body_bytes|9223372036854775808",
        "limits.max_field_bytes|255",
        "limits.max_field_bytes|16777217",
        "limits.max_concurrent_loads|0",
        "limits.max_expansion_ratio|0",
        "limits.idle_seconds|0",
        "limits.load_seconds|604801",
        "secrets.refresh_seconds|0",
        "secrets.endpoint|localhost",
        "spool.dir|' '",
        "log.format|xml",
        "log.level|INFO"
      })
  void aBadValueIsRefused(String path, String text) {
    assertThat(refusal(null, Map.of(SettingValues.variable(path), text)))
        .contains(path + " = ")
        .contains(SettingValues.variable(path))
        .contains(": must be ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HIRING_DATABASE_HOST=h|database.user or database.secret must be set",
        "HIRING_STORAGE_ACCESS_KEY=a|storage.access_key and storage.secret_key must be set",
        "HIRING_STORAGE_SIGNING_SECRET_KEY=s|storage.signing_access_key and",
        "HIRING_AUTH_MODE=api-key|auth.api_keys_file or auth.api_keys_secret must be set",
        "HIRING_AUTH_MODE=jwt|auth.jwks_url, auth.issuer and auth.audience must be set",
        "HIRING_HTTP_ADDRESS=0.0.0.0|auth.mode = none lets every client",
        "HIRING_HTTP_ADDRESS=192.0.2.1|auth.allow_anonymous",
        "HIRING_BULK_ENGINE=spark-submit|bulk.spark_submit.jar must be set",
        "HIRING_BULK_ENGINE=emr-serverless|bulk.emr_serverless.application_id, role_arn, jar and",
        "HIRING_DATABASE_POOL_SIZE=32|limits.max_concurrent_loads must be less"
      })
  void contradictingSettingsAreRefused(String variable, String problem) {
    String[] parts = variable.split("=", 2);

    assertThat(refusal(null, Map.of(parts[0], parts[1]))).contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: {port: [1]}",
        "http: {port: {a: 1}}",
        "- http",
        "http",
        "http: {port: 1, port: 2}"
      })
  void aFileOfAnotherShapeIsRefused(String yaml) throws IOException {
    assertThat(refusal(file(yaml), Map.of())).contains("settings.yaml");
  }

  @Test
  void invalidYamlIsRefusedWithTheLineAndWithoutItsText() throws IOException {
    assertThat(refusal(file("http:\n  port: 1\ndatabase: {password: 'hush\n"), Map.of()))
        .contains("settings.yaml, line ")
        .contains("no valid YAML")
        .doesNotContain("hush");
    assertThat(refusal(file("http: \u0001hush"), Map.of()))
        .contains("no valid YAML")
        .doesNotContain("hush");
  }

  @Test
  void aMissingFileIsRefused() {
    assertThat(refusal(directory.resolve("none.yaml"), Map.of()))
        .contains("none.yaml: cannot be read");
  }
}
