package com.globant.hiring.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.bootstrap.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
  private static final Map<String, String> WITH_KEYS =
      Map.of(
          "HIRING_HTTP_ADDRESS", "0.0.0.0",
          "HIRING_HTTP_PORT", "0",
          "HIRING_AUTH_MODE", "api-key",
          "HIRING_AUTH_API_KEYS_FILE", "keys.yaml");

  private static final Map<String, String> WITH_SERVERS =
      Map.of(
          "HIRING_DATABASE_HOST", "db.example",
          "HIRING_DATABASE_USER", "loader",
          "HIRING_DATABASE_PASSWORD", "hush",
          "HIRING_STORAGE_BUCKET", "reports",
          "HIRING_STORAGE_REGION", "eu-west-1",
          "HIRING_STORAGE_ACCESS_KEY", "ACCESS",
          "HIRING_STORAGE_SECRET_KEY", "WRITES",
          "HIRING_STORAGE_SIGNING_SECRET", "signing",
          "HIRING_STORAGE_PREFIX", "hiring/",
          "HIRING_SPOOL_DIR", "spool");

  @Test
  void usesNoConfiguredServer() {
    Map<String, String> environment = new HashMap<>(WITH_KEYS);
    environment.putAll(WITH_SERVERS);

    Settings demo = demo(environment);

    assertThat(demo.namesDatabase()).isFalse();
    assertThat(demo.database().user()).isNull();
    assertThat(demo.database().password()).isNull();
    assertThat(demo.storage())
        .isEqualTo(new Settings.Storage(null, null, null, null, null, "hiring/"));
    assertThat(demo.secrets())
        .isEqualTo(new Settings.Secrets(null, null, Duration.ofSeconds(60), null, null));
    assertThat(demo.spoolDirectory()).isNull();
  }

  @Test
  void asksForNoKeysAndThenListensToThisMachineOnly() {
    Settings demo = demo(WITH_KEYS);

    assertThat(demo.access()).isEqualTo(new Settings.Anonymous());
    assertThat(demo.http().address()).isEqualTo("127.0.0.1");
  }

  @Test
  void keepsAnAddressThatIsOpenToEverybody() {
    Map<String, String> open =
        Map.of("HIRING_HTTP_ADDRESS", "0.0.0.0", "HIRING_AUTH_ALLOW_ANONYMOUS", "true");

    assertThat(demo(open).http().address()).isEqualTo("0.0.0.0");
  }

  @Test
  void logsWarningsUnlessAnotherLevelIsSet() {
    assertThat(demo(Map.of()).log().level()).isEqualTo(Settings.LogLevel.WARN);
    assertThat(demo(Map.of("HIRING_LOG_LEVEL", "debug")).log().level())
        .isEqualTo(Settings.LogLevel.DEBUG);
  }

  private static Settings demo(Map<String, String> environment) {
    Settings settings = Settings.read(null, environment);
    return settings.with(DemoCommand.changes(settings));
  }
}
