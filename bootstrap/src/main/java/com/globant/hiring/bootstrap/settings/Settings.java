package com.globant.hiring.bootstrap.settings;

import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.mysql.MySqlSettings.Counting;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of the service. {@code config_files/service.yaml} documents their meaning and
 * values.
 *
 * @param dataDirectory of embedded servers; null for the default of the user
 * @param schemasDirectory of definitions of tables; null for the built-in ones
 * @param spoolDirectory null for a temporary one
 * @param values from which these settings were made
 */
public record Settings(
    Http http,
    Access access,
    List<String> origins,
    @Nullable Path dataDirectory,
    @Nullable Path schemasDirectory,
    Database database,
    Storage storage,
    Sources sources,
    BulkSettings bulk,
    Secrets secrets,
    Duration presignedUrlExpiration,
    Duration keepLoads,
    Duration reportReuse,
    Counting reportCounting,
    Limits limits,
    @Nullable Path spoolDirectory,
    Log log,
    SettingValues values) {

  public record Http(
      String address, int port, Duration drain, HttpSettings.ConnectionLimits connections) {}

  /** How clients authenticate. */
  public sealed interface Access {}

  /** No authentication. */
  public record Anonymous() implements Access {}

  public record KeyFile(Path file) implements Access {}

  /**
   * @param name of a secret with the content of a key file
   */
  public record KeySecret(String name) implements Access {}

  public record Tokens(HttpSettings.JwtAccess issuer) implements Access {}

  /**
   * @param host null for the host of the secret, or if no database is configured
   * @param schemas empty for those of all definitions
   */
  public record Database(
      @Nullable String host,
      int port,
      @Nullable String user,
      @Nullable Secret password,
      List<String> schemas,
      String serviceSchema,
      int poolSize,
      int pipelining,
      Duration connectTimeout,
      Duration lockWait,
      boolean localInfile,
      Exchange exchange,
      Tls tls,
      @Nullable Path tlsAuthorities) {}

  /**
   * @param bucket null if no bucket is configured
   */
  public record Storage(
      @Nullable String bucket,
      @Nullable String region,
      @Nullable URI endpoint,
      @Nullable KeyPair keys,
      @Nullable KeyPair signingKeys,
      String prefix) {}

  /**
   * @param allowed {@code s3://bucket/} or {@code s3://bucket/prefix/}; empty for none
   */
  public record Sources(List<String> allowed, int maxFiles) {}

  public record KeyPair(Secret accessKey, Secret secretKey) {}

  /**
   * Where secrets are kept, and their names.
   *
   * @param database secret of the database account, or null
   * @param signing secret of the key pair that signs URLs, or null
   */
  public record Secrets(
      @Nullable String region,
      @Nullable URI endpoint,
      Duration refresh,
      @Nullable String database,
      @Nullable String signing) {}

  public record Limits(
      long maxBodyBytes,
      int maxExpansionRatio,
      int maxFieldBytes,
      int maxConcurrentLoads,
      int maxLoadsPerCaller,
      long maxRejectsBytes,
      long maxSpoolBytes,
      long minBytesPerSecond,
      Duration rateOver,
      Duration idle,
      Duration load,
      int maxEventStreams,
      int maxEventStreamsPerLoad) {}

  public record Log(LogFormat format, LogLevel level) {}

  public enum LogFormat {
    AUTO,
    TEXT,
    JSON
  }

  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /**
   * Reads the settings.
   *
   * @param file given by the user, or null
   * @throws SettingsRefused with everything that is wrong with them
   */
  public static Settings read(@Nullable Path file, Map<String, String> environment) {
    SettingValues values = SettingValues.defaults();
    if (file != null) {
      values.readFile(file);
    }
    values.readEnvironment(environment);
    return of(values);
  }

  /**
   * The same settings with some changed.
   *
   * @param changes texts by path, such as {@code http.port}; an empty text means null
   */
  public Settings with(Map<String, String> changes) {
    return of(values.with(changes));
  }

  private static Settings of(SettingValues values) {
    Settings settings = SettingsMapping.map(values);
    if (!values.problems().isEmpty()) {
      throw new SettingsRefused(values.problems());
    }
    return settings;
  }

  /** Whether a database is configured, by its host or by a secret. */
  public boolean namesDatabase() {
    return database.host() != null || secrets.database() != null;
  }

  /** Whether a bucket is configured. */
  public boolean namesBucket() {
    return storage.bucket() != null;
  }
}
