package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Secret;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.s3.S3Settings;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of each adapter, made of those of the service. Secrets are read here, which blocks.
 */
public final class AdapterSettings {
  private static final Logger LOG = LoggerFactory.getLogger(AdapterSettings.class);

  /** How long a load whose commit was not answered asks for its outcome. */
  private static final Duration OUTCOME_LOOKUP = Duration.ofSeconds(30);

  /** An event stream ends this long after its key was revoked or its token has expired. */
  private static final Duration AUTHENTICATE_AGAIN = Duration.ofMinutes(1);

  private AdapterSettings() {}

  /** For commands that load nothing. */
  public static MySqlSettings mysql(Settings settings, NamedSecrets secrets, Catalog catalog) {
    return mysql(settings, secrets, catalog, Path.of(System.getProperty("java.io.tmpdir")), 0);
  }

  /**
   * @param rowFiles directory for files of rows
   * @param keyBytes heap for keys
   */
  static MySqlSettings mysql(
      Settings settings, NamedSecrets secrets, Catalog catalog, Path rowFiles, long keyBytes) {
    Settings.Database database = settings.database();
    String host = database.host();
    int port = database.port();
    MySqlSettings.Logins logins;
    String secret = settings.secrets().database();
    if (secret == null) {
      Secret password = database.password();
      Login login =
          new Login(
              Objects.requireNonNull(database.user()), password == null ? "" : password.reveal());
      logins = () -> login;
    } else {
      DatabaseAccount account = secrets.database(secret);
      if (host == null) {
        host = account.host();
        port = account.port(port);
      }
      logins = account;
    }
    int loads = settings.limits().maxConcurrentLoads();
    return new MySqlSettings(
        Objects.requireNonNull(host),
        port,
        logins,
        catalog,
        database.serviceSchema(),
        database.tls(),
        database.tlsAuthorities(),
        loads,
        database.poolSize() - loads,
        database.pipelining(),
        database.connectTimeout(),
        database.lockWait(),
        OUTCOME_LOOKUP,
        settings.keepLoads(),
        rowFiles,
        database.localInfile(),
        database.exchange(),
        settings.reportCounting(),
        keyBytes);
  }

  static S3Settings s3(Settings settings, NamedSecrets secrets) {
    Settings.Storage storage = settings.storage();
    return new S3Settings(
        Objects.requireNonNull(storage.bucket()),
        storage.region(),
        storage.endpoint(),
        keys(storage.keys()),
        signingKeys(settings, secrets),
        storage.prefix(),
        settings.presignedUrlExpiration(),
        S3Settings.DEFAULT_SILENCE);
  }

  private static @Nullable Supplier<S3Settings.Keys> signingKeys(
      Settings settings, NamedSecrets secrets) {
    String secret = settings.secrets().signing();
    if (secret != null) {
      return secrets.signingKeys(secret);
    }
    S3Settings.Keys keys = keys(settings.storage().signingKeys());
    return keys == null ? null : () -> keys;
  }

  private static S3Settings.@Nullable Keys keys(Settings.@Nullable KeyPair pair) {
    return pair == null
        ? null
        : new S3Settings.Keys(pair.accessKey().reveal(), pair.secretKey().reveal());
  }

  static HttpSettings http(Settings settings, NamedSecrets secrets, HeapPlan heap) {
    Settings.Limits limits = settings.limits();
    return new HttpSettings(
        settings.http().address(),
        settings.http().port(),
        access(settings.access(), secrets),
        settings.origins(),
        connectionLimits(settings.http().connections()),
        new HttpSettings.StreamLimits(
            limits.maxEventStreams(), limits.maxEventStreamsPerLoad(), AUTHENTICATE_AGAIN),
        new HttpSettings.BodyLimits(
            limits.maxBodyBytes(),
            limits.maxExpansionRatio(),
            limits.idle(),
            limits.load(),
            new HttpSettings.MinimumRate(limits.minBytesPerSecond(), limits.rateOver()),
            heap.bodyBytes()),
        limits.maxConcurrentLoads(),
        limits.maxLoadsPerCaller());
  }

  private static HttpSettings.Access access(Settings.Access access, NamedSecrets secrets) {
    if (access instanceof Settings.KeyFile keys) {
      return new HttpSettings.ApiKeyAccess(
          "auth.api_keys_file: " + keys.file(), () -> Files.readString(keys.file()));
    }
    if (access instanceof Settings.KeySecret keys) {
      Supplier<String> text = secrets.apiKeys(keys.name());
      return new HttpSettings.ApiKeyAccess("auth.api_keys_secret: " + keys.name(), text::get);
    }
    return access instanceof Settings.Tokens tokens
        ? tokens.issuer()
        : new HttpSettings.Anonymous();
  }

  /** Half of the file descriptors are for the database, the bucket and the files of loads. */
  private static HttpSettings.ConnectionLimits connectionLimits(
      HttpSettings.ConnectionLimits configured) {
    int most = Math.max(1, (int) Math.min(Integer.MAX_VALUE, fileDescriptors() / 2));
    if (configured.total() <= most) {
      return configured;
    }
    LOG.warn(
        "http.max_connections is {}, but the service accepts at most {} connections: half of the"
            + " file descriptors that this process may open (ulimit -n)",
        configured.total(),
        most);
    return new HttpSettings.ConnectionLimits(
        most, configured.perAddress(), configured.idle(), configured.headers());
  }

  private static long fileDescriptors() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
