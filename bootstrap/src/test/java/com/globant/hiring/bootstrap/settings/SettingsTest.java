package com.globant.hiring.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.bootstrap.settings.Settings.KeyPair;
import com.globant.hiring.bootstrap.settings.Settings.LogFormat;
import com.globant.hiring.bootstrap.settings.Settings.LogLevel;
import com.globant.hiring.bulk.EmrServerlessSettings;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.mysql.MySqlSettings.Counting;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest extends SettingsFixture {
  private static final HttpSettings.ConnectionLimits CONNECTIONS =
      new HttpSettings.ConnectionLimits(4096, 1024, Duration.ofSeconds(60), Duration.ofSeconds(10));

  private static final Settings DEFAULTS =
      new Settings(
          new Settings.Http("127.0.0.1", 8080, Duration.ofSeconds(30), CONNECTIONS),
          new Settings.Anonymous(),
          List.of(),
          null,
          null,
          new Settings.Database(
              null,
              3306,
              null,
              null,
              List.of(),
              "hiring_service",
              40,
              16,
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              true,
              Exchange.AUTO,
              Tls.PREFERRED,
              null),
          new Settings.Storage(null, null, null, null, null, ""),
          new Settings.Sources(List.of(), 10_000),
          new BulkSettings(
              null,
              50L << 30,
              10L << 30,
              new BulkSettings.SparkSubmit(List.of("spark-submit"), "local[*]", null, List.of()),
              null),
          new Settings.Secrets(null, null, Duration.ofSeconds(60), null, null),
          Duration.ofHours(24),
          Duration.ofDays(400),
          Duration.ofHours(24),
          Counting.SUMMARY,
          new Settings.Limits(
              1L << 40,
              200,
              128 << 10,
              32,
              24,
              256L << 20,
              1L << 30,
              1024,
              Duration.ofSeconds(60),
              Duration.ofSeconds(30),
              Duration.ofHours(6),
              1000,
              100),
          null,
          new Settings.Log(LogFormat.AUTO, LogLevel.INFO),
          SettingValues.defaults());

  /** For each setting, but those that take the place of others, what is not its default. */
  private static final Map<String, String> WRITTEN =
      Map.ofEntries(
          Map.entry("http.address", "0.0.0.0"),
          Map.entry("http.port", "0"),
          Map.entry("http.drain_seconds", "5"),
          Map.entry("http.max_connections", "50"),
          Map.entry("http.max_connections_per_address", "40"),
          Map.entry("http.idle_seconds", "30"),
          Map.entry("http.header_seconds", "20"),
          Map.entry("auth.mode", "api-key"),
          Map.entry("auth.allow_anonymous", "true"),
          Map.entry("auth.api_keys_file", "keys.yaml"),
          Map.entry("auth.jwks_url", "https://issuer.example/keys"),
          Map.entry("auth.issuer", "https://issuer.example/"),
          Map.entry("auth.audience", "hiring"),
          Map.entry("cors.origins", "https://app.example, http://localhost:3000"),
          Map.entry("data.dir", "somewhere/else"),
          Map.entry("database.host", "db.example"),
          Map.entry("database.port", "3307"),
          Map.entry("database.user", "loader"),
          Map.entry("database.password", "0123: #'x"),
          Map.entry("database.schemas", "one,two"),
          Map.entry("database.service_schema", "three"),
          Map.entry("database.pool_size", "9"),
          Map.entry("database.pipelining", "2"),
          Map.entry("database.connect_timeout_seconds", "3"),
          Map.entry("database.lock_wait_seconds", "4"),
          Map.entry("database.local_infile", "false"),
          Map.entry("database.exchange", "never"),
          Map.entry("database.tls_authorities", "ca.pem"),
          Map.entry("database.tls", "verify_identity"),
          Map.entry("storage.bucket", "reports"),
          Map.entry("storage.region", "eu-west-1"),
          Map.entry("storage.endpoint", "http://localhost:9000"),
          Map.entry("storage.access_key", "ACCESS"),
          Map.entry("storage.secret_key", "WRITES"),
          Map.entry("storage.signing_access_key", "SIGNER"),
          Map.entry("storage.signing_secret_key", "SIGNS"),
          Map.entry("storage.prefix", "hiring/"),
          Map.entry("sources.allowed", "s3://history/, s3://lake/exports/2021/"),
          Map.entry("sources.max_files", "50"),
          Map.entry("bulk.engine", "spark-submit"),
          Map.entry("bulk.auto_bytes", "1000"),
          Map.entry("bulk.auto_table_bytes", "500"),
          Map.entry("bulk.spark_submit.command", "java, @spark-submit.args"),
          Map.entry("bulk.spark_submit.master", "spark://localhost:7077"),
          Map.entry("bulk.spark_submit.jar", "jobs/hiring-spark.jar"),
          Map.entry("bulk.spark_submit.conf", "spark.cores.max=4,spark.executor.memory=8g"),
          Map.entry("bulk.emr_serverless.application_id", "00fexample"),
          Map.entry("bulk.emr_serverless.role_arn", "arn:role"),
          Map.entry("bulk.emr_serverless.jar", "s3://jobs/hiring-spark.jar"),
          Map.entry("bulk.emr_serverless.database_secret", "hiring/bulk"),
          Map.entry("bulk.emr_serverless.timeout_minutes", "30"),
          Map.entry("bulk.emr_serverless.conf", "spark.executor.cores=8"),
          Map.entry("bulk.emr_serverless.region", "eu-west-4"),
          Map.entry("bulk.emr_serverless.endpoint", "http://localhost:6000"),
          Map.entry("secrets.region", "eu-west-3"),
          Map.entry("secrets.endpoint", "http://localhost:5000"),
          Map.entry("secrets.refresh_seconds", "30"),
          Map.entry("presigned_url_expiration_hours", "1"),
          Map.entry("loads.keep_days", "7"),
          Map.entry("report_reuse_hours", "2"),
          Map.entry("reports.count", "rows"),
          Map.entry("limits.max_body_bytes", "1000"),
          Map.entry("limits.max_expansion_ratio", "10"),
          Map.entry("limits.max_field_bytes", "256"),
          Map.entry("limits.max_concurrent_loads", "8"),
          Map.entry("limits.max_loads_per_caller", "3"),
          Map.entry("limits.max_rejects_bytes", "2000"),
          Map.entry("limits.max_spool_bytes", "3000"),
          Map.entry("limits.min_bytes_per_second", "10"),
          Map.entry("limits.min_rate_seconds", "20"),
          Map.entry("limits.idle_seconds", "7"),
          Map.entry("limits.load_seconds", "60"),
          Map.entry("limits.max_event_streams", "70"),
          Map.entry("limits.max_event_streams_per_load", "6"),
          Map.entry("schemas.directory", "tables"),
          Map.entry("spool.dir", "spool"),
          Map.entry("log.format", "json"),
          Map.entry("log.level", "debug"));

  /** Settings that take the place of others. */
  private static final Map<String, String> NAMES_OF_SECRETS =
      Map.of(
          "auth.api_keys_secret", "hiring/keys",
          "database.secret", "hiring/database",
          "storage.signing_secret", "hiring/signing");

  private static final Settings READ =
      new Settings(
          new Settings.Http(
              "0.0.0.0",
              0,
              Duration.ofSeconds(5),
              new HttpSettings.ConnectionLimits(
                  50, 40, Duration.ofSeconds(30), Duration.ofSeconds(20))),
          new Settings.KeyFile(Path.of("keys.yaml")),
          List.of("https://app.example", "http://localhost:3000"),
          Path.of("somewhere/else"),
          Path.of("tables"),
          new Settings.Database(
              "db.example",
              3307,
              "loader",
              new Secret("0123: #'x"),
              List.of("one", "two"),
              "three",
              9,
              2,
              Duration.ofSeconds(3),
              Duration.ofSeconds(4),
              false,
              Exchange.NEVER,
              Tls.VERIFY_IDENTITY,
              Path.of("ca.pem")),
          new Settings.Storage(
              "reports",
              "eu-west-1",
              URI.create("http://localhost:9000"),
              new KeyPair(new Secret("ACCESS"), new Secret("WRITES")),
              new KeyPair(new Secret("SIGNER"), new Secret("SIGNS")),
              "hiring/"),
          new Settings.Sources(List.of("s3://history/", "s3://lake/exports/2021/"), 50),
          new BulkSettings(
              BulkSettings.Engine.SPARK_SUBMIT,
              1000,
              500,
              new BulkSettings.SparkSubmit(
                  List.of("java", "@spark-submit.args"),
                  "spark://localhost:7077",
                  "jobs/hiring-spark.jar",
                  List.of("spark.cores.max=4", "spark.executor.memory=8g")),
              new EmrServerlessSettings(
                  "00fexample",
                  "arn:role",
                  "s3://jobs/hiring-spark.jar",
                  "hiring/bulk",
                  Duration.ofMinutes(30),
                  List.of("spark.executor.cores=8"),
                  "eu-west-4",
                  URI.create("http://localhost:6000"),
                  EmrServerlessSettings.DEFAULT_SILENCE)),
          new Settings.Secrets(
              "eu-west-3", URI.create("http://localhost:5000"), Duration.ofSeconds(30), null, null),
          Duration.ofHours(1),
          Duration.ofDays(7),
          Duration.ofHours(2),
          Counting.ROWS,
          new Settings.Limits(
              1000,
              10,
              256,
              8,
              3,
              2000,
              3000,
              10,
              Duration.ofSeconds(20),
              Duration.ofSeconds(7),
              Duration.ofMinutes(1),
              70,
              6),
          Path.of("spool"),
          new Settings.Log(LogFormat.JSON, LogLevel.DEBUG),
          SettingValues.defaults());

  SettingsTest(@TempDir Path directory) {
    super(directory);
  }

  @Test
  void defaultsComeFromServiceYaml() {
    assertEqual(Settings.read(null, Map.of()), DEFAULTS);
  }

  @Test
  void theExampleOfThisTestHasEverySetting() {
    assertThat(Stream.of(WRITTEN, NAMES_OF_SECRETS).flatMap(map -> map.keySet().stream()))
        .containsExactlyInAnyOrderElementsOf(SettingValues.defaults().paths());
  }

  @Test
  void secretsCanBeNamedInsteadOfTheirContent() {
    Map<String, String> environment =
        new HashMap<>(Map.of("HIRING_DATABASE_HOST", "db.example", "HIRING_AUTH_MODE", "api-key"));
    NAMES_OF_SECRETS.forEach((path, name) -> environment.put(SettingValues.variable(path), name));

    Settings settings = Settings.read(null, environment);

    assertThat(settings.access()).isEqualTo(new Settings.KeySecret("hiring/keys"));
    assertThat(settings.secrets())
        .isEqualTo(
            new Settings.Secrets(
                null, null, Duration.ofSeconds(60), "hiring/database", "hiring/signing"));
  }

  @ParameterizedTest
  @CsvSource({
    "auth.api_keys_secret,auth.api_keys_file",
    "database.secret,database.user",
    "database.secret,database.password",
    "storage.signing_secret,storage.signing_access_key"
  })
  void aSecretAndItsContentAreNotAllowedTogether(String secret, String beside) {
    Map<String, String> environment = new HashMap<>();
    WRITTEN.forEach((path, text) -> environment.put(SettingValues.variable(path), text));
    environment.put(SettingValues.variable(secret), "name");

    assertThat(refusal(null, environment)).contains(secret, beside);
  }

  @Test
  void everySettingIsReadFromTheFile() throws IOException {
    Map<String, Map<String, String>> sections = new HashMap<>();
    WRITTEN.forEach(
        (path, text) -> {
          int dot = path.lastIndexOf('.');
          sections
              .computeIfAbsent(path.substring(0, Math.max(0, dot)), section -> new HashMap<>())
              .put(path.substring(dot + 1), "'%s'".formatted(text.replace("'", "''")));
        });
    StringBuilder yaml = new StringBuilder();
    sections.forEach(
        (section, entries) -> {
          yaml.append(section.isEmpty() ? "" : section + ":\n");
          entries.forEach(
              (name, text) ->
                  yaml.append(section.isEmpty() ? "" : "  ")
                      .append("%s: %s%n".formatted(name, text)));
        });

    assertEqual(Settings.read(file(yaml.toString()), Map.of()), READ);
  }

  @Test
  void everySettingIsReadFromTheEnvironment() {
    Map<String, String> environment = new HashMap<>();
    WRITTEN.forEach((path, text) -> environment.put(SettingValues.variable(path), text));

    assertEqual(Settings.read(null, environment), READ);
  }

  @Test
  void theVariableOfASettingIsItsPathInUpperCase() {
    assertThat(SettingValues.variable("limits.max_body_bytes"))
        .isEqualTo("HIRING_LIMITS_MAX_BODY_BYTES");
    assertThat(SettingValues.defaults().paths().stream().map(SettingValues::variable))
        .doesNotHaveDuplicates();
  }

  @Test
  void theEnvironmentWinsOverTheFileAndTheFileOverTheDefaults() throws IOException {
    Path file = file("http: {port: 81, address: '::1'}\npresigned_url_expiration_hours: 3");

    Settings settings = Settings.read(file, Map.of("HIRING_HTTP_PORT", "82"));

    assertThat(settings.http())
        .isEqualTo(new Settings.Http("::1", 82, Duration.ofSeconds(30), CONNECTIONS));
    assertThat(settings.presignedUrlExpiration()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void anEmptyVariableMeansNull() throws IOException {
    Path file = file("database: {host: db.example, user: me}");

    assertThat(Settings.read(file, Map.of("HIRING_DATABASE_HOST", "")).database().host()).isNull();
    assertThat(refusal(null, Map.of("HIRING_HTTP_PORT", ""))).contains("http.port = null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "http:\n", "---\n...\n", "http: {}\n"})
  void aFileMayBeEmptyOrHaveEmptySections(String yaml) throws IOException {
    assertEqual(Settings.read(file(yaml), Map.of()), DEFAULTS);
  }

  @Test
  void aListIsWrittenAsAListOrWithCommas() throws IOException {
    assertThat(schemas("database:\n  schemas:\n  - one\n  - two\n")).containsExactly("one", "two");
    assertThat(schemas("database: {schemas: 'one, two'}")).containsExactly("one", "two");
  }

  @Test
  void aPasswordIsReadUnchangedWhateverItLooksLike() throws IOException {
    Path file = file("database: {host: h, user: u, password: 0017}");

    assertThat(Settings.read(file, Map.of()).database().password()).isEqualTo(new Secret("0017"));
    assertThat(Settings.read(file, Map.of("HIRING_DATABASE_PASSWORD", " x ")).database().password())
        .isEqualTo(new Secret(" x "));
  }

  @Test
  void trailingNewlinesOfPasswordsAreRemoved() throws IOException {
    Path file = file("database: {host: h, user: u, password: \" x \\r\\n\"}");

    assertThat(Settings.read(file, Map.of()).database().password())
        .extracting(Secret::reveal)
        .isEqualTo(" x ");
    assertThat(Settings.read(file, Map.of("HIRING_DATABASE_PASSWORD", "y\n")).database().password())
        .extracting(Secret::reveal)
        .isEqualTo("y");
  }

  @Test
  void variablesOfLauncherAndTestsAreIgnored() {
    Map<String, String> environment =
        Map.of("HIRING_JAVA_OPTS", "-Xmx1g", "HIRING_TEST_DATABASE_URL", "x", "PATH", "/bin");

    assertEqual(Settings.read(null, environment), DEFAULTS);
  }

  @Test
  void secretsAreNeverShown() throws IOException {
    assertThat(READ.toString()).doesNotContain("0123: #'x", "ACCESS", "WRITES", "SIGNER", "SIGNS");
    assertThat(refusal(file("database: {password: [hush], pasword: hush}"), Map.of()))
        .contains("database.password (", "database.pasword (")
        .doesNotContain("hush");
    assertThat(refusal(null, Map.of("HIRING_DATABASE_PASWORD", "hush"))).doesNotContain("hush");
    assertThat(refusal(null, Map.of("HIRING_STORAGE_ENDPOINT", "http://u:hush@host")))
        .contains("http://(hidden)@host")
        .doesNotContain("hush");
  }

  @Test
  void everySettingOfServiceYamlHasAComment() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../config_files/service.yaml"));

    for (int i = 0; i < lines.size(); i++) {
      boolean section = lines.get(i).endsWith(":");
      if (!lines.get(i).isBlank() && !lines.get(i).strip().startsWith("#") && !section) {
        assertThat(lines.get(i - 1).strip()).as("before " + lines.get(i)).startsWith("# ");
      }
    }
  }

  @Test
  void changesWinOverEverythingAndEmptyOnesMeanNull() throws IOException {
    Settings settings =
        Settings.read(file("spool: {dir: files}"), Map.of("HIRING_HTTP_PORT", "82"));

    Settings changed = settings.with(Map.of("http.port", "83", "spool.dir", ""));

    assertThat(changed.http().port()).isEqualTo(83);
    assertThat(changed.spoolDirectory()).isNull();
    assertThat(settings.http().port()).isEqualTo(82);
    assertThatThrownBy(() -> settings.with(Map.of("http.port", "x", "http.nope", "1")))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContainingAll("http.port = x", "http.nope", "no such setting");
  }

  @Test
  void jwksUrlMustBeHttpsOrOnThisMachine() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "HIRING_AUTH_MODE", "jwt",
                "HIRING_AUTH_JWKS_URL", "http://127.0.0.1:9/keys",
                "HIRING_AUTH_ISSUER", "i",
                "HIRING_AUTH_AUDIENCE", "a"));

    assertThat(Settings.read(null, environment).access())
        .isEqualTo(
            new Settings.Tokens(
                new HttpSettings.JwtAccess(URI.create("http://127.0.0.1:9/keys"), "i", "a")));
    environment.put("HIRING_AUTH_JWKS_URL", "http://192.0.2.1/keys");
    assertThat(refusal(null, environment)).contains("auth.jwks_url must be an https URL");
  }

  @Test
  void allowAnonymousOpensTheServiceToOtherMachines() {
    Map<String, String> environment =
        Map.of("HIRING_HTTP_ADDRESS", "0.0.0.0", "HIRING_AUTH_ALLOW_ANONYMOUS", "true");

    assertThat(Settings.read(null, environment).access()).isEqualTo(new Settings.Anonymous());
  }

  /** Equal but for the texts that they were made from. */
  private static void assertEqual(Settings actual, Settings expected) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("values").isEqualTo(expected);
  }
}
