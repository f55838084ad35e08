package com.globant.hiring.bootstrap;

import com.globant.hiring.application.embedded.EmbeddedServers;
import com.globant.hiring.application.embedded.EmbeddedServers.EmbeddedDatabase;
import com.globant.hiring.application.embedded.EmbeddedServers.EmbeddedObjectStore;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.s3.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a service stands on: the database and the bucket that are configured, and in place of those
 * that are not, embedded servers in its data directory. All calls block while servers start.
 */
final class Surroundings {
  /** Of the embedded S3 server. */
  private static final String BUCKET = "hiring";

  /** Where the embedded database keeps its files. */
  private static final String DATABASE = "database";

  /** Rows are in memory until the files with them are stored; INSERTs need fewer at a time. */
  private static final long LEAST_HEAP_FOR_FILES = 256L << 20;

  /** How long a load whose commit was not answered asks whether it was done. */
  private static final Duration OUTCOME_LOOKUP = Duration.ofSeconds(30);

  private final Settings settings;
  private final Content content;
  private final NamedSecrets secrets;
  private final Resources resources;

  /** Both or neither. */
  private final @Nullable EmbeddedServers servers;

  private final @Nullable DataDirectory directory;

  /**
   * Claims the data directory where one is needed.
   *
   * @param secrets read where the settings name any
   * @param resources takes over what is claimed or started
   * @throws StartFailed where embedded servers are needed and missing, or the directory is in use
   */
  Surroundings(Settings settings, Content content, NamedSecrets secrets, Resources resources) {
    this(
        settings,
        content,
        secrets,
        resources,
        !isDatabaseConfigured(settings) || settings.storage().bucket() == null);
  }

  /** As the constructor, for who needs the database alone. */
  static Surroundings ofDatabase(Settings settings, Resources resources) {
    return new Surroundings(
        settings,
        Content.KEPT,
        new NamedSecrets(settings.secrets(), resources),
        resources,
        !isDatabaseConfigured(settings));
  }

  private Surroundings(
      Settings settings,
      Content content,
      NamedSecrets secrets,
      Resources resources,
      boolean embedded) {
    this.settings = settings;
    this.content = content;
    this.secrets = secrets;
    this.resources = resources;
    this.servers = embedded ? embeddedServers() : null;
    this.directory = embedded ? resources.own(DataDirectory.claim(settings.dataDirectory())) : null;
  }

  /** Whether the database is to be an embedded one that was never started. */
  static boolean isDatabaseMissing(Settings settings) {
    return !isDatabaseConfigured(settings)
        && !Files.exists(settings.dataDirectory().resolve(DATABASE));
  }

  private static boolean isDatabaseConfigured(Settings settings) {
    return settings.database().host() != null || settings.secrets().database() != null;
  }

  private static EmbeddedServers embeddedServers() {
    return ServiceLoader.load(EmbeddedServers.class)
        .findFirst()
        .orElseThrow(
            () ->
                new StartFailed(
                    "Set database.host and storage.bucket (HIRING_DATABASE_HOST,"
                        + " HIRING_STORAGE_BUCKET): this jar alone has no embedded servers to use"
                        + " in their place. ./hiring serve brings them along."));
  }

  MySqlSettings database() {
    if (isDatabaseConfigured(settings)) {
      return configuredDatabase();
    }
    EmbeddedDatabase embedded =
        resources.own(
            Objects.requireNonNull(servers)
                .startDatabase(Objects.requireNonNull(directory).resolve(DATABASE)));
    if (content == Content.NEW) {
      dropSchemas(embedded);
    }
    Login login = new Login(embedded.user(), embedded.password());
    return database(embedded.host(), embedded.port(), () -> login, MySqlSettings.Tls.DISABLED);
  }

  private MySqlSettings configuredDatabase() {
    Settings.Database database = settings.database();
    String secret = settings.secrets().database();
    if (secret != null) {
      DatabaseAccount account = secrets.database(secret);
      boolean own = database.host() != null;
      return database(
          own ? Objects.requireNonNull(database.host()) : account.host(),
          own ? database.port() : account.port(database.port()),
          account,
          database.tls());
    }
    Secret password = database.password();
    Login login =
        new Login(
            Objects.requireNonNull(database.user()), password == null ? "" : password.reveal());
    return database(
        Objects.requireNonNull(database.host()), database.port(), () -> login, database.tls());
  }

  private MySqlSettings database(
      String host, int port, MySqlSettings.Logins logins, MySqlSettings.Tls tls) {
    Settings.Database database = settings.database();
    int loads = settings.limits().maxConcurrentLoads();
    return new MySqlSettings(
        host,
        port,
        logins,
        database.schemas(),
        database.serviceSchema(),
        tls,
        database.tlsAuthorities(),
        loads,
        database.poolSize() - loads,
        database.pipelining(),
        database.connectTimeout(),
        database.lockWait(),
        OUTCOME_LOOKUP,
        settings.keepLoads(),
        database.localInfile() && Runtime.getRuntime().maxMemory() >= LEAST_HEAP_FOR_FILES
            ? spool("rows")
            : null,
        database.exchange());
  }

  /** Its programs and system tables stay, which makes the next start three times as fast. */
  private void dropSchemas(EmbeddedDatabase embedded) {
    String url = "jdbc:mariadb://%s:%d/".formatted(embedded.host(), embedded.port());
    try (Connection connection =
            DriverManager.getConnection(url, embedded.user(), embedded.password());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS `" + settings.database().serviceSchema() + "`");
      for (String schema : settings.database().schemas()) {
        statement.execute("DROP DATABASE IF EXISTS `" + schema + "`");
      }
    } catch (SQLException e) {
      throw new StartFailed("The embedded database cannot be emptied: " + e.getMessage(), e);
    }
  }

  S3Settings storage() {
    Settings.Storage storage = settings.storage();
    String bucket = storage.bucket();
    if (bucket != null) {
      return new S3Settings(
          bucket,
          storage.region(),
          storage.endpoint(),
          keys(storage.keys()),
          signingKeys(),
          storage.prefix(),
          settings.presignedUrlExpiration(),
          S3Settings.DEFAULT_SILENCE);
    }
    Path objects = Objects.requireNonNull(directory).resolve("objects");
    if (content == Content.NEW) {
      DataDirectory.delete(objects);
    }
    EmbeddedObjectStore embedded =
        resources.own(Objects.requireNonNull(servers).startObjectStore(objects, BUCKET));
    return new S3Settings(
        embedded.bucket(),
        embedded.region(),
        embedded.endpoint(),
        new S3Settings.Keys(embedded.accessKey(), embedded.secretKey()),
        null,
        storage.prefix(),
        settings.presignedUrlExpiration(),
        S3Settings.DEFAULT_SILENCE);
  }

  private @Nullable Supplier<S3Settings.Keys> signingKeys() {
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

  /** Where files are on their way to the bucket. */
  Path spool() {
    return spool("spool");
  }

  private Path spool(String name) {
    Path configured = settings.spoolDirectory();
    return configured == null ? scratch(name) : configured;
  }

  /** An empty directory of the service's own. */
  Path scratch(String name) {
    if (directory != null) {
      // Only a killed service leaves anything there, and this one has the directory to itself.
      Path own = directory.resolve(name);
      DataDirectory.delete(own);
      return own;
    }
    try {
      Path temporary = Files.createTempDirectory("hiring-" + name + "-");
      resources.own(() -> DataDirectory.delete(temporary));
      return temporary;
    } catch (IOException e) {
      throw new StartFailed("No temporary directory can be made: " + e, e);
    }
  }
}
