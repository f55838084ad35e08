package com.globant.hiring.e2e;

import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A service in its own process, which can be killed and started again at the same address. */
final class KilledService implements AutoCloseable {
  private final Path directory;
  private final Map<String, String> environment;
  private ForkedService service;

  KilledService(Path directory, TestDatabase database, String schema) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.environment = new HashMap<>(ServiceVariables.of(database, schema));
    this.environment.put("HIRING_HTTP_PORT", String.valueOf(LastingPorts.choose()));
    this.environment.putAll(ServiceVariables.DEAD_LOADS_END_SOON);
    this.service = ForkedService.start(directory, environment);
  }

  HiringServer server() {
    return service.server();
  }

  /** Kills the service as {@code kill -9} does, and waits for its end. */
  void kill() {
    service.kill();
  }

  void restart() throws IOException {
    service = ForkedService.start(directory, environment);
  }

  @Override
  public void close() {
    service.close();
  }
}
