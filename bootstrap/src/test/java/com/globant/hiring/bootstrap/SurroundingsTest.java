package com.globant.hiring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.s3.S3Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
  private static final Map<String, String> CONFIGURED =
      Map.of(
          "HIRING_DATABASE_HOST", "db.example",
          "HIRING_DATABASE_USER", "loader",
          "HIRING_DATABASE_PASSWORD", "hush",
          "HIRING_STORAGE_BUCKET", "reports",
          "HIRING_STORAGE_ENDPOINT", "http://s3.example:9000",
          "HIRING_STORAGE_SIGNING_ACCESS_KEY", "SIGNER",
          "HIRING_STORAGE_SIGNING_SECRET_KEY", "signs");

  private final Path data;
  private final Resources resources = new Resources();

  SurroundingsTest(@TempDir Path parent) {
    this.data = parent.resolve("data");
  }

  @AfterEach
  void close() {
    resources.close();
  }

  @Test
  void whatIsConfiguredIsUsedAndNoDataDirectoryMade() {
    Surroundings surroundings = surroundings(CONFIGURED);

    MySqlSettings database = surroundings.database();
    S3Settings storage = surroundings.storage();

    assertThat(database.host()).isEqualTo("db.example");
    assertThat(database.logins().current()).isEqualTo(new MySqlSettings.Login("loader", "hush"));
    assertThat(database.loadConnections()).isEqualTo(32);
    assertThat(database.reportConnections()).isEqualTo(8);
    assertThat(database.keepRecords()).isEqualTo(Duration.ofDays(400));
    assertThat(storage.bucket()).isEqualTo("reports");
    assertThat(storage.endpoint()).hasHost("s3.example");
    assertThat(storage.credentials()).isNull();
    assertThat(Objects.requireNonNull(storage.signingCredentials()).get())
        .isEqualTo(new S3Settings.Keys("SIGNER", "signs"));
    assertThat(storage.urlExpiry()).isEqualTo(Duration.ofHours(24));
    assertThat(data).doesNotExist();
  }

  @Test
  void withoutADataDirectoryTemporaryOnesAreMadeAndDeleted() {
    Path spool = surroundings(CONFIGURED).spool();
    assertThat(spool).isEmptyDirectory();

    resources.close();

    assertThat(spool).doesNotExist();
  }

  @Test
  void aConfiguredSpoolIsUsed() {
    Map<String, String> environment = new HashMap<>(CONFIGURED);
    environment.put("HIRING_SPOOL_DIR", "somewhere");

    assertThat(surroundings(environment).spool()).isEqualTo(Path.of("somewhere"));
  }

  @Test
  void whatAKilledServiceLeftInItsSpoolIsDeleted() throws Exception {
    Path spool = Files.createDirectories(data.resolve("spool"));
    Files.writeString(spool.resolve("rejects.csv"), "line\n");

    assertThat(surroundings(Map.of()).spool()).isEqualTo(spool);
    assertThat(spool.resolve("rejects.csv")).doesNotExist();
  }

  @Test
  void withoutEmbeddedServersItSaysWhatToConfigure() {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      assertThatThrownBy(() -> surroundings(Map.of()))
          .isInstanceOf(StartFailed.class)
          .hasMessageContainingAll("database.host", "storage.bucket");
      assertThat(surroundings(CONFIGURED).database().port()).isEqualTo(3306);
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  private Surroundings surroundings(Map<String, String> environment) {
    Map<String, String> withData = new HashMap<>(environment);
    withData.put("HIRING_DATA_DIR", data.toString());
    Settings settings = Settings.read(null, withData);
    return new Surroundings(
        settings, Content.KEPT, new NamedSecrets(settings.secrets(), resources), resources);
  }
}
