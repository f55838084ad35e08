package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.s3.S3Settings;
import com.globant.hiring.secrets.LiveSecret;
import com.globant.hiring.secrets.SecretUnusable;
import com.globant.hiring.secrets.SecretsAdapter;
import com.globant.hiring.secrets.SecretsSettings;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that settings name. The first use reads a secret and blocks; later it is read again
 * and again. Safe for use by several threads.
 */
public final class NamedSecrets {
  private final Settings.Secrets settings;
  private final Resources resources;
  private @Nullable SecretsAdapter adapter;

  /**
   * @param resources closes what the first secret opens
   */
  public NamedSecrets(Settings.Secrets settings, Resources resources) {
    this.settings = settings;
    this.resources = resources;
  }

  /**
   * A database account in the format of RDS.
   *
   * @throws StartFailed if it cannot be used now
   */
  DatabaseAccount database(String name) {
    return new DatabaseAccount(name, watch("database.secret", name, DatabaseAccount.Content::of));
  }

  /**
   * A JSON object of {@code access_key_id} and {@code secret_access_key}.
   *
   * @throws StartFailed if it cannot be used now
   */
  Supplier<S3Settings.Keys> signingKeys(String name) {
    return watch("storage.signing_secret", name, NamedSecrets::keys);
  }

  /**
   * The text of a list of API keys, unparsed.
   *
   * @throws StartFailed if it cannot be read now
   */
  Supplier<String> apiKeys(String name) {
    return watch("auth.api_keys_secret", name, Function.identity());
  }

  private static S3Settings.Keys keys(String text) {
    SecretFields fields = SecretFields.of(text);
    return new S3Settings.Keys(fields.text("access_key_id"), fields.text("secret_access_key"));
  }

  private <T> LiveSecret<T> watch(String setting, String name, Function<String, T> parser) {
    try {
      return adapter().watch(name, parser);
    } catch (SecretUnusable e) {
      throw new StartFailed(setting + ": " + e.getMessage(), e);
    }
  }

  private synchronized SecretsAdapter adapter() {
    SecretsAdapter opened = adapter;
    if (opened == null) {
      opened =
          resources.own(
              SecretsAdapter.open(
                  new SecretsSettings(
                      settings.region(),
                      settings.endpoint(),
                      settings.refresh(),
                      SecretsSettings.DEFAULT_SILENCE)));
      adapter = opened;
    }
    return opened;
  }
}
