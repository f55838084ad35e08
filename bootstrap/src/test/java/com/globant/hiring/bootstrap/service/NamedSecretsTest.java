package com.globant.hiring.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.s3.S3Settings;
import com.globant.hiring.secrets.SecretsStandIn;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamedSecretsTest {
  private static final String ACCOUNT =
      """
      {"username": "loader", "password": "hush", "host": "db.example", "port": 3307}""";

  private final Resources resources = new Resources();
  private final SecretsStandIn server = resources.own(new SecretsStandIn());
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "HIRING_STORAGE_BUCKET", "reports",
              "HIRING_SECRETS_ENDPOINT", server.endpoint().toString(),
              "HIRING_DATABASE_SECRET", "account"));

  NamedSecretsTest() throws IOException {}

  @BeforeEach
  void credentials() {
    System.setProperty("aws.accessKeyId", "ACCESS");
    System.setProperty("aws.secretAccessKey", "reads");
  }

  @AfterEach
  void close() {
    resources.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void theDatabaseOfTheSecretIsUsed() {
    server.put("account", ACCOUNT);

    MySqlSettings database = database();

    assertThat(database.host()).isEqualTo("db.example");
    assertThat(database.port()).isEqualTo(3307);
    assertThat(database.logins().current()).isEqualTo(new Login("loader", "hush"));
    assertThat(database.toString()).contains("account").doesNotContain("hush");
  }

  @Test
  void aConfiguredHostWinsWithItsPort() {
    server.put("account", ACCOUNT);
    environment.put("HIRING_DATABASE_HOST", "proxy.example");

    MySqlSettings database = database();

    assertThat(database.host()).isEqualTo("proxy.example");
    assertThat(database.port()).isEqualTo(3306);
  }

  @Test
  void aSecretWithoutHostNamesTheSettingForIt() {
    server.put("account", "{\"username\": \"loader\", \"password\": \"hush\"}");

    assertThatThrownBy(() -> database())
        .isInstanceOf(StartFailed.class)
        .hasMessageContainingAll("account", "database.host");
  }

  @Test
  void aRotatedPasswordIsFoundWhenTheOldOneIsRefused() {
    server.put("account", ACCOUNT);
    MySqlSettings.Logins logins = database().logins();
    Login refused = logins.current();
    server.put("account", ACCOUNT.replace("hush", "changed"));

    CompletionStage<Boolean> replaced = logins.replaced(refused, Duration.ofSeconds(30));

    assertThat(replaced.toCompletableFuture().join()).isTrue();
    assertThat(logins.current()).isEqualTo(new Login("loader", "changed"));
  }

  @Test
  void signingKeysOfASecretAreUsed() {
    server.put("signing", "{\"access_key_id\": \"SIGNER\", \"secret_access_key\": \"signs\"}");
    environment.put("HIRING_STORAGE_SIGNING_SECRET", "signing");

    assertThat(Objects.requireNonNull(storage().signingCredentials()).get())
        .isEqualTo(new S3Settings.Keys("SIGNER", "signs"));
  }

  @Test
  void anUnusableSecretIsReportedWithItsSetting() {
    assertThatThrownBy(() -> database())
        .isInstanceOf(StartFailed.class)
        .hasMessageContainingAll("database.secret", "account", "does not exist");

    server.put("account", "hush");
    assertThatThrownBy(() -> database())
        .isInstanceOf(StartFailed.class)
        .hasMessage("database.secret: the secret account must hold a JSON object");
  }

  private MySqlSettings database() {
    Settings settings = Settings.read(null, environment);
    return AdapterSettings.mysql(settings, secrets(settings), TableDefinitions.read(settings));
  }

  private S3Settings storage() {
    Settings settings = Settings.read(null, environment);
    return AdapterSettings.s3(settings, secrets(settings));
  }

  private NamedSecrets secrets(Settings settings) {
    return new NamedSecrets(settings.secrets(), resources);
  }
}
