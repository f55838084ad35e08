package com.globant.hiring.local;

import com.globant.hiring.bootstrap.service.BackingServices;
import com.globant.hiring.bootstrap.service.Resources;
import com.globant.hiring.bootstrap.service.StartFailed;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.embedded.Directories;
import com.globant.hiring.embedded.DirectoryLock;
import com.globant.hiring.embedded.EmbeddedMariaDb;
import com.globant.hiring.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Embedded servers in the data directory, in place of the database and the bucket that are not
 * configured.
 */
public final class LocalServers implements BackingServices {
  static final String BUCKET = "hiring";

  private final Map<String, String> environment;

  /**
   * @param environment in which the default of the data directory is looked up
   */
  public LocalServers(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Settings start(Settings settings, Resources resources) {
    if (settings.namesDatabase() && settings.namesBucket()) {
      return settings;
    }
    Path directory = lock(settings, resources);
    Map<String, String> names = new HashMap<>();
    if (settings.spoolDirectory() == null) {
      names.put("spool.dir", emptySpool(directory).toString());
    }
    CompletableFuture<Map<String, String>> database =
        CompletableFuture.supplyAsync(
            () -> settings.namesDatabase() ? Map.of() : database(directory, resources));
    try {
      if (!settings.namesBucket()) {
        names.putAll(bucket(directory, resources));
      }
    } finally {
      // Also if the bucket fails, so that the database is owned before the resources are closed.
      names.putAll(join(database));
    }
    return settings.with(names);
  }

  @Override
  public Optional<Settings> startDatabase(Settings settings, Resources resources) {
    if (settings.namesDatabase()) {
      return Optional.of(settings);
    }
    if (!Files.exists(databaseIn(directory(settings)))) {
      return Optional.empty();
    }
    return Optional.of(settings.with(database(lock(settings, resources), resources)));
  }

  /** The data directory of these settings. */
  Path directory(Settings settings) {
    return Objects.requireNonNullElseGet(
        settings.dataDirectory(), () -> UserDirectories.data(environment));
  }

  private static Path databaseIn(Path directory) {
    return directory.resolve("database");
  }

  private Path lock(Settings settings, Resources resources) {
    Path directory = directory(settings);
    try {
      return resources.own(DirectoryLock.acquire(directory)).directory();
    } catch (IOException e) {
      throw new StartFailed(
          "The data directory %s cannot be used: %s. Choose another (data.dir, or HIRING_DATA_DIR)."
              .formatted(directory, e),
          e);
    }
  }

  /** Removes the files of a killed service. */
  private static Path emptySpool(Path directory) {
    Path spool = directory.resolve("spool");
    try {
      return Directories.recreate(spool);
    } catch (IOException e) {
      throw new StartFailed("The directory %s cannot be emptied: %s".formatted(spool, e), e);
    }
  }

  private static Map<String, String> database(Path directory, Resources resources) {
    EmbeddedMariaDb server = resources.own(EmbeddedMariaDb.start(databaseIn(directory)));
    return Map.of(
        "database.host", server.host(),
        "database.port", String.valueOf(server.port()),
        "database.user", server.user(),
        "database.password", server.password(),
        "database.tls", "disabled",
        "database.tls_authorities", "");
  }

  private static Map<String, String> bucket(Path directory, Resources resources) {
    EmbeddedS3 server = resources.own(EmbeddedS3.start(directory.resolve("objects"), BUCKET));
    return Map.of(
        "storage.bucket", server.bucket(),
        "storage.region", server.region(),
        "storage.endpoint", server.endpoint().toString(),
        "storage.access_key", server.accessKey(),
        "storage.secret_key", server.secretKey(),
        "storage.signing_access_key", "",
        "storage.signing_secret_key", "",
        "storage.signing_secret", "");
  }

  private static Map<String, String> join(CompletableFuture<Map<String, String>> started) {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
