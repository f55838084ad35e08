package com.globant.hiring.local;

import com.globant.hiring.bootstrap.service.BackingServices;
import com.globant.hiring.bootstrap.service.Resources;
import com.globant.hiring.bootstrap.service.StartFailed;
import com.globant.hiring.bootstrap.service.TableDefinitions;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.embedded.DirectoryLock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Embedded servers without the schemas of earlier demos, in the first directory that no other demo
 * uses. The programs and system tables of the database stay, so that it starts faster.
 */
final class DemoServers implements BackingServices {
  private static final int MOST_DIRECTORIES = 100;

  private final Path home;
  private final LocalServers servers;
  private @Nullable Settings started;

  /**
   * @param home the parent of the directories
   */
  DemoServers(Path home, Map<String, String> environment) {
    this.home = home;
    this.servers = new LocalServers(environment);
  }

  @Override
  public Settings start(Settings settings, Resources resources) {
    Settings started = startInFreeDirectory(settings, resources);
    dropSchemas(started);
    this.started = started;
    return started;
  }

  /** The settings of the running servers. */
  Settings started() {
    return Objects.requireNonNull(started, "not started");
  }

  private Settings startInFreeDirectory(Settings settings, Resources resources) {
    for (int number = 1; ; number++) {
      String directory = home.resolve(String.valueOf(number)).toString();
      try {
        return servers.start(settings.with(Map.of("data.dir", directory)), resources);
      } catch (DirectoryLock.InUse inUse) {
        if (number == MOST_DIRECTORIES) {
          throw inUse;
        }
      }
    }
  }

  private static void dropSchemas(Settings settings) {
    Settings.Database database = settings.database();
    List<String> schemas = new ArrayList<>(TableDefinitions.read(settings).schemaNames());
    schemas.add(database.serviceSchema());
    String url =
        "jdbc:mariadb://%s:%d/?user=%s&password=%s"
            .formatted(
                database.host(),
                database.port(),
                database.user(),
                database.password() == null ? "" : database.password().reveal());
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String schema : schemas) {
        statement.execute("DROP DATABASE IF EXISTS `" + schema.replace("`", "``") + "`");
      }
    } catch (SQLException e) {
      throw new StartFailed("The demo's database cannot be emptied: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Settings> startDatabase(Settings settings, Resources resources) {
    return Optional.of(start(settings, resources));
  }
}
