package com.globant.hiring.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.bulk.JobDatabase;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.bulk.SparkSubmitSettings;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.s3.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterSettingsTest {
  private static final Settings SETTINGS =
      Settings.read(
          null,
          Map.of(
              "HIRING_DATABASE_HOST", "db.example",
              "HIRING_DATABASE_USER", "loader",
              "HIRING_DATABASE_PASSWORD", "hush",
              "HIRING_STORAGE_BUCKET", "reports",
              "HIRING_STORAGE_ENDPOINT", "http://s3.example:9000",
              "HIRING_STORAGE_SIGNING_ACCESS_KEY", "SIGNER",
              "HIRING_STORAGE_SIGNING_SECRET_KEY", "signs"));

  private final NamedSecrets noSecrets = new NamedSecrets(SETTINGS.secrets(), new Resources());

  @Test
  void theConfiguredDatabaseIsUsed() {
    Path files = Path.of("rows");
    MySqlSettings database =
        AdapterSettings.mysql(SETTINGS, noSecrets, TableDefinitions.read(SETTINGS), files, 0);

    assertThat(database.host()).isEqualTo("db.example");
    assertThat(database.port()).isEqualTo(3306);
    assertThat(database.logins().current()).isEqualTo(new MySqlSettings.Login("loader", "hush"));
    assertThat(database.loadConnections()).isEqualTo(32);
    assertThat(database.reportConnections()).isEqualTo(8);
    assertThat(database.keepRecords()).isEqualTo(Duration.ofDays(400));
    assertThat(database.rowFiles()).isEqualTo(files);
    assertThat(database.localInfile()).isTrue();
  }

  @Test
  void sparkSubmitGetsTheAccountAndTheStoreOfTheService() {
    Settings settings =
        SETTINGS.with(
            Map.of(
                "bulk.engine", "spark-submit",
                "bulk.spark_submit.jar", "hiring-spark.jar",
                "storage.access_key", "WRITER",
                "storage.secret_key", "writes"));
    MySqlSettings.Logins logins = () -> new MySqlSettings.Login("loader", "hush");

    SparkSubmitSettings submit = BulkEngines.sparkSubmit(settings, logins, Path.of("files"));

    assertThat(submit.command()).containsExactly("spark-submit");
    assertThat(submit.master()).isEqualTo("local[*]");
    assertThat(submit.jar()).isEqualTo("hiring-spark.jar");
    assertThat(submit.logs()).isEqualTo(Path.of("files/spark"));
    assertThat(submit.password().get()).isEqualTo("hush");
    assertThat(submit.store())
        .isEqualTo(
            new SparkSubmitSettings.Store(
                URI.create("http://s3.example:9000"),
                null,
                new SparkSubmitSettings.Keys("WRITER", "writes")));
  }

  @Test
  void noEngineIsOpenedUnlessOneIsConfigured() {
    MySqlSettings.Logins logins = () -> new MySqlSettings.Login("loader", "hush");
    Map<String, String> submit =
        Map.of("bulk.engine", "spark-submit", "bulk.spark_submit.jar", "hiring-spark.jar");
    Map<String, String> emr =
        Map.of(
            "bulk.engine", "emr-serverless",
            "bulk.emr_serverless.application_id", "00fexample",
            "bulk.emr_serverless.role_arn", "arn:role",
            "bulk.emr_serverless.jar", "s3://jobs/hiring-spark.jar",
            "bulk.emr_serverless.database_secret", "hiring/bulk");

    try (Resources resources = new Resources()) {
      assertThat(BulkEngines.open(SETTINGS, logins, Path.of("files"), resources)).isNull();
      assertThat(
              Stream.of(submit, emr)
                  .map(SETTINGS::with)
                  .map(set -> BulkEngines.open(set, logins, Path.of("files"), resources))
                  .map(engine -> Objects.requireNonNull(engine).name()))
          .containsExactly("spark-submit", "emr-serverless");
    }
  }

  @Test
  void jobVerifiesTheDatabaseAsTheServiceDoes(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("ca.pem"), "certificates");
    Settings settings =
        SETTINGS.with(
            Map.of("database.tls", "verify_identity", "database.tls_authorities", file.toString()));
    MySqlSettings database =
        AdapterSettings.mysql(settings, noSecrets, TableDefinitions.read(SETTINGS), file, 0);

    assertThat(BulkEngines.jobDatabase(database, settings.database().tlsAuthorities()))
        .isEqualTo(
            new JobDatabase(
                "db.example", 3306, "loader", "verify-full", "certificates", "hiring_service"));
  }

  @Test
  void theConfiguredBucketIsUsed() {
    S3Settings storage = AdapterSettings.s3(SETTINGS, noSecrets);

    assertThat(storage.bucket()).isEqualTo("reports");
    assertThat(storage.endpoint()).hasHost("s3.example");
    assertThat(storage.credentials()).isNull();
    assertThat(Objects.requireNonNull(storage.signingCredentials()).get())
        .isEqualTo(new S3Settings.Keys("SIGNER", "signs"));
    assertThat(storage.urlExpiry()).isEqualTo(Duration.ofHours(24));
  }
}
