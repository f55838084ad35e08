package com.globant.hiring.bootstrap.settings;

import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.bootstrap.settings.Settings.Access;
import com.globant.hiring.bootstrap.settings.Settings.Anonymous;
import com.globant.hiring.bootstrap.settings.Settings.Database;
import com.globant.hiring.bootstrap.settings.Settings.Http;
import com.globant.hiring.bootstrap.settings.Settings.KeyFile;
import com.globant.hiring.bootstrap.settings.Settings.KeyPair;
import com.globant.hiring.bootstrap.settings.Settings.KeySecret;
import com.globant.hiring.bootstrap.settings.Settings.Limits;
import com.globant.hiring.bootstrap.settings.Settings.Log;
import com.globant.hiring.bootstrap.settings.Settings.LogFormat;
import com.globant.hiring.bootstrap.settings.Settings.LogLevel;
import com.globant.hiring.bootstrap.settings.Settings.Secrets;
import com.globant.hiring.bootstrap.settings.Settings.Sources;
import com.globant.hiring.bootstrap.settings.Settings.Storage;
import com.globant.hiring.bootstrap.settings.Settings.Tokens;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.mysql.MySqlSettings.Counting;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which setting is which field of {@link Settings}, and what is allowed for each. */
final class SettingsMapping {
  /** Names of packages, which may have any characters; commas separate them here. */
  private static final Pattern SCHEMA = Pattern.compile("[^,\\p{Cntrl}]{1,64}");

  /** Names that are unambiguous in messages, logs and URLs. */
  private static final Pattern SERVICE_SCHEMA = Pattern.compile("[\\w$-]{1,64}");

  /** As browsers send it: without a path, in lower case. */
  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[a-z0-9.:\\[\\]-]+");

  private static final int MAX_PORT = 65535;

  /** A day: load balancers keep idle connections for more than an hour. */
  private static final int MAX_IDLE_SECONDS = 86_400;

  /** An arbitrary limit. */
  private static final int MAX_CONNECTIONS = 1_000_000;

  /** Seven days: S3 accepts no longer validity of signatures. */
  private static final int MAX_EXPIRATION_HOURS = 168;

  /** A year, an arbitrary limit. */
  private static final int MAX_REUSE_HOURS = 8760;

  /** Seven days, an arbitrary limit. */
  private static final int MAX_LOAD_SECONDS = 604_800;

  /** The slash at the end keeps a prefix from standing for others that begin with it. */
  private static final Pattern SOURCE =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([^,]*/)?");

  /** Idempotency keys need the records of their loads. */
  private static final int MIN_KEEP_DAYS = (int) LoadRecords.KEY_LIFETIME.toDays();

  /** A hundred years, an arbitrary limit. */
  private static final int MAX_KEEP_DAYS = 36_500;

  private SettingsMapping() {}

  /** Notes everything that is wrong in the values' problems. */
  static Settings map(SettingValues source) {
    SettingReader values = new SettingReader(source);
    Settings settings =
        new Settings(
            new Http(
                values.text("http.address"),
                values.integer("http.port", 0, MAX_PORT),
                values.seconds("http.drain_seconds", 0, 3600),
                new HttpSettings.ConnectionLimits(
                    values.integer("http.max_connections", 1, MAX_CONNECTIONS),
                    values.integer("http.max_connections_per_address", 1, MAX_CONNECTIONS),
                    values.seconds("http.idle_seconds", 1, MAX_IDLE_SECONDS),
                    values.seconds("http.header_seconds", 1, 3600))),
            access(values),
            values.optionalNames(
                "cors.origins", ORIGIN, "origins such as https://app.example, or *"),
            values.optionalPath("data.dir"),
            values.optionalPath("schemas.directory"),
            database(values),
            storage(values),
            new Sources(
                values.optionalNames(
                    "sources.allowed",
                    SOURCE,
                    "places such as s3://bucket/ or s3://bucket/prefix/"),
                values.integer("sources.max_files", 1, 1_000_000)),
            BulkSettings.map(values),
            secrets(values),
            Duration.ofHours(
                values.integer("presigned_url_expiration_hours", 1, MAX_EXPIRATION_HOURS)),
            Duration.ofDays(values.integer("loads.keep_days", MIN_KEEP_DAYS, MAX_KEEP_DAYS)),
            Duration.ofHours(values.integer("report_reuse_hours", 0, MAX_REUSE_HOURS)),
            values.choice("reports.count", Counting.class),
            new Limits(
                values.number("limits.max_body_bytes", 1, Long.MAX_VALUE),
                values.integer("limits.max_expansion_ratio", 1, 1_000_000),
                values.integer("limits.max_field_bytes", 256, 16 << 20),
                values.integer("limits.max_concurrent_loads", 1, 1000),
                values.integer("limits.max_loads_per_caller", 1, 1000),
                values.number("limits.max_rejects_bytes", 0, Long.MAX_VALUE),
                values.number("limits.max_spool_bytes", 0, Long.MAX_VALUE),
                values.number("limits.min_bytes_per_second", 0, 1L << 30),
                values.seconds("limits.min_rate_seconds", 1, 3600),
                values.seconds("limits.idle_seconds", 1, 3600),
                values.seconds("limits.load_seconds", 1, MAX_LOAD_SECONDS),
                values.integer("limits.max_event_streams", 1, MAX_CONNECTIONS),
                values.integer("limits.max_event_streams_per_load", 1, MAX_CONNECTIONS)),
            values.optionalPath("spool.dir"),
            new Log(
                values.choice("log.format", LogFormat.class),
                values.choice("log.level", LogLevel.class)),
            source);
    values.check(
        settings.limits().maxConcurrentLoads() < settings.database().poolSize(),
        "limits.max_concurrent_loads must be less than database.pool_size");
    values.check(
        !(settings.access() instanceof Anonymous)
            || values.flag("auth.allow_anonymous")
            || isLoopback(settings.http().address()),
        "auth.mode = none lets every client that reaches http.address = %s load and read everything: set auth.mode to api-key or jwt, or http.address to 127.0.0.1, or, if this is intended, auth.allow_anonymous to true"
            .formatted(settings.http().address()));
    return settings;
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Access access(SettingReader values) {
    Path keys = values.optionalPath("auth.api_keys_file");
    String keysSecret = values.optionalText("auth.api_keys_secret");
    URI jwksUrl = values.optionalUrl("auth.jwks_url");
    String issuer = values.optionalText("auth.issuer");
    String audience = values.optionalText("auth.audience");
    String mode = values.word("auth.mode", List.of("none", "api-key", "jwt"));
    if (mode.equals("api-key")) {
      values.check(
          (keys == null) != (keysSecret == null),
          "auth.api_keys_file or auth.api_keys_secret must be set if auth.mode is api-key, and only one of them");
      return keysSecret == null
          ? new KeyFile(Objects.requireNonNullElse(keys, Path.of("")))
          : new KeySecret(keysSecret);
    }
    if (mode.equals("jwt")) {
      values.check(
          jwksUrl != null && issuer != null && audience != null,
          "auth.jwks_url, auth.issuer and auth.audience must be set if auth.mode is jwt");
      values.check(
          jwksUrl == null || "https".equals(jwksUrl.getScheme()) || isLoopback(jwksUrl.getHost()),
          "auth.jwks_url must be an https URL: a client that can change its answer can sign tokens");
      return new Tokens(
          new HttpSettings.JwtAccess(
              Objects.requireNonNullElse(jwksUrl, URI.create("")),
              Objects.requireNonNullElse(issuer, ""),
              Objects.requireNonNullElse(audience, "")));
    }
    return new Anonymous();
  }

  private static Database database(SettingReader values) {
    Database database =
        new Database(
            values.optionalText("database.host"),
            values.integer("database.port", 1, MAX_PORT),
            values.optionalText("database.user"),
            values.secret("database.password"),
            values.optionalNames(
                "database.schemas", SCHEMA, "different names of 1 to 64 characters"),
            values.name("database.service_schema", SERVICE_SCHEMA, "1 to 64 of A-Z a-z 0-9 _ $ -"),
            values.integer("database.pool_size", 2, 1000),
            values.integer("database.pipelining", 1, 64),
            values.seconds("database.connect_timeout_seconds", 1, 300),
            values.seconds("database.lock_wait_seconds", 1, 300),
            values.flag("database.local_infile"),
            values.choice("database.exchange", Exchange.class),
            values.choice("database.tls", Tls.class),
            values.optionalPath("database.tls_authorities"));
    boolean secret = values.optionalText("database.secret") != null;
    values.check(
        database.host() == null || database.user() != null || secret,
        "database.user or database.secret must be set if database.host is");
    values.check(
        !secret || (database.user() == null && database.password() == null),
        "database.secret holds user and password: database.user and database.password must not be set beside it");
    return database;
  }

  private static Secrets secrets(SettingReader values) {
    return new Secrets(
        values.optionalText("secrets.region"),
        values.optionalUrl("secrets.endpoint"),
        values.seconds("secrets.refresh_seconds", 1, 86_400),
        values.optionalText("database.secret"),
        values.optionalText("storage.signing_secret"));
  }

  private static Storage storage(SettingReader values) {
    String prefix = values.optionalText("storage.prefix");
    Storage storage =
        new Storage(
            values.optionalText("storage.bucket"),
            values.optionalText("storage.region"),
            values.optionalUrl("storage.endpoint"),
            keyPair(values, "storage.access_key", "storage.secret_key"),
            keyPair(values, "storage.signing_access_key", "storage.signing_secret_key"),
            prefix == null ? "" : prefix);
    values.check(
        storage.signingKeys() == null || values.optionalText("storage.signing_secret") == null,
        "storage.signing_secret holds a key pair: storage.signing_access_key and storage.signing_secret_key must not be set beside it");
    return storage;
  }

  private static @Nullable KeyPair keyPair(
      SettingReader values, String accessPath, String secretPath) {
    Secret access = values.secret(accessPath);
    Secret secret = values.secret(secretPath);
    values.check(
        (access == null) == (secret == null),
        "%s and %s must be set together".formatted(accessPath, secretPath));
    return access == null || secret == null ? null : new KeyPair(access, secret);
  }
}
