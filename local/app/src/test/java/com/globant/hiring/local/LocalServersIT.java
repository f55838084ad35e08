package com.globant.hiring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.bootstrap.service.Resources;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.embedded.DirectoryLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServersIT {
  private static final Map<String, String> DATABASE =
      Map.of("HIRING_DATABASE_HOST", "db.example", "HIRING_DATABASE_USER", "loader");

  private final Path data;
  private final LocalServers servers = new LocalServers(Map.of());
  private final Resources resources = new Resources();

  LocalServersIT(@TempDir Path parent) {
    this.data = parent.resolve("data");
  }

  @AfterEach
  void close() {
    resources.close();
  }

  @Test
  void configuredServersAreKeptAndNoDataDirectoryIsMade() {
    Map<String, String> both = new HashMap<>(DATABASE);
    both.put("HIRING_STORAGE_BUCKET", "reports");
    Settings settings = settings(both);

    assertThat(servers.start(settings, resources)).isSameAs(settings);
    assertThat(data).doesNotExist();
  }

  @Test
  void aBucketIsStartedBesideAConfiguredDatabase() throws Exception {
    Path leftover = Files.createDirectories(data.resolve("spool")).resolve("rejects.csv");
    Files.writeString(leftover, "of a killed service");

    Settings started = servers.start(settings(DATABASE), resources);

    assertThat(started.database().host()).isEqualTo("db.example");
    assertThat(started.storage().bucket()).isEqualTo("hiring");
    assertThat(started.storage().endpoint()).hasHost("127.0.0.1");
    assertThat(started.spoolDirectory()).isEqualTo(data.toRealPath().resolve("spool"));
    assertThat(leftover).doesNotExist();
    assertThat(data.resolve("database")).doesNotExist();
    assertThatThrownBy(() -> servers.start(settings(DATABASE), new Resources()))
        .isInstanceOf(DirectoryLock.InUse.class)
        .hasMessageContainingAll("Another service", data.toString(), "HIRING_DATA_DIR");
  }

  @Test
  void aDatabaseThatDoesNotStartFailsTheStartAndTheRestIsClosed() throws Exception {
    Files.createDirectories(data);
    Files.createFile(data.resolve("database"));

    assertThatThrownBy(() -> servers.start(settings(Map.of()), resources))
        .hasMessageContaining("database");

    resources.close();
    DirectoryLock.acquire(data).close();
    DirectoryLock.acquire(data.resolve("objects")).close();
  }

  private Settings settings(Map<String, String> environment) {
    Map<String, String> withData = new HashMap<>(environment);
    withData.put("HIRING_DATA_DIR", data.toString());
    return Settings.read(null, withData);
  }
}
