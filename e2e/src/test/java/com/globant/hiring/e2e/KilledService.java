package com.globant.hiring.e2e;

import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A service in its own process, which can be killed and started again. */
final class KilledService implements AutoCloseable {
  private final Path directory;
  private final Map<String, String> environment;
  private ForkedService service;

  KilledService(Path directory, TestDatabase database, String schema) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.environment = ServiceVariables.of(database, schema);
    this.service = ForkedService.start(directory, environment);
  }

  /** Its present address, which changes with a restart. */
  HiringServer server() {
    return service.server();
  }

  /** Kills the service as {@code kill -9} does, and waits for its end. */
  void kill() {
    service.process().destroyForcibly();
    service.process().onExit().join();
  }

  void restart() throws IOException {
    service = ForkedService.start(directory, environment);
  }

  /** For clients that do not learn of another address. */
  void restartAtTheSameAddress() throws IOException {
    Map<String, String> same = new HashMap<>(environment);
    same.put("HIRING_HTTP_PORT", String.valueOf(service.server().base().getPort()));
    service = ForkedService.start(directory, same);
  }

  @Override
  public void close() {
    service.close();
  }
}
