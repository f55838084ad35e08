package com.globant.hiring.e2e;

import com.globant.hiring.embedded.EmbeddedMariaDb;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A service in a process of its own, which can be killed and started again. */
final class KilledService implements AutoCloseable {
  private final Path directory;
  private final Map<String, String> environment;
  private ForkedService service;

  KilledService(Path directory, EmbeddedMariaDb database, String schema) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.environment =
        Map.of(
            "HIRING_DATABASE_HOST", database.host(),
            "HIRING_DATABASE_PORT", String.valueOf(database.port()),
            "HIRING_DATABASE_USER", database.user(),
            "HIRING_DATABASE_PASSWORD", database.password(),
            "HIRING_DATABASE_SCHEMAS", schema,
            "HIRING_DATABASE_SERVICE_SCHEMA", TestDatabase.serviceSchema(schema));
    this.service = ForkedService.start(directory, environment);
  }

  /** As it is reached now; another one after a restart. */
  HiringServer server() {
    return service.server();
  }

  /** Kills the service as {@code kill -9} does; returns when it is gone. */
  void kill() {
    service.process().destroyForcibly();
    service.process().onExit().join();
  }

  void restart() throws IOException {
    service = ForkedService.start(directory, environment);
  }

  @Override
  public void close() {
    service.close();
  }
}
