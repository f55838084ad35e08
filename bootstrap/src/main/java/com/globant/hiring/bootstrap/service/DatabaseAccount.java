package com.globant.hiring.bootstrap.service;

import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.secrets.LiveSecret;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The database account of a secret. The next connection uses a rotated password. If the server has
 * it before the secret, a refused connection waits for the secret.
 *
 * @param name of the secret
 */
record DatabaseAccount(String name, LiveSecret<Content> secret) implements MySqlSettings.Logins {

  /**
   * The fields of a secret of RDS that the service needs.
   *
   * @param host null if missing
   * @param port null if missing
   */
  record Content(MySqlSettings.Login login, @Nullable String host, @Nullable Integer port) {

    /**
     * @throws IllegalArgumentException as {@link SecretFields}
     */
    static Content of(String text) {
      SecretFields fields = SecretFields.of(text);
      return new Content(
          new MySqlSettings.Login(fields.text("username"), fields.text("password")),
          fields.optionalText("host"),
          fields.optionalPort("port"));
    }
  }

  /**
   * @throws StartFailed if the secret has none
   */
  String host() {
    String host = secret.get().host();
    if (host == null) {
      throw new StartFailed(
          "database.secret: the secret %s names no host; set database.host".formatted(name));
    }
    return host;
  }

  int port(int otherwise) {
    return Objects.requireNonNullElse(secret.get().port(), otherwise);
  }

  @Override
  public MySqlSettings.Login current() {
    return secret.get().login();
  }

  @Override
  public CompletionStage<Boolean> replaced(MySqlSettings.Login refused, Duration patience) {
    return secret.becomes(content -> !content.login().equals(refused), patience);
  }
}
