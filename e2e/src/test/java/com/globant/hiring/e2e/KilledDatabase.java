package com.globant.hiring.e2e;

import com.globant.hiring.embedded.EmbeddedMariaDb;
import com.globant.hiring.mysql.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;

/** A database server of one test, which can be killed and started again at the same port. */
final class KilledDatabase implements AutoCloseable {
  private final Path files;
  private EmbeddedMariaDb database;

  KilledDatabase(Path files) {
    this.files = files;
    this.database = EmbeddedMariaDb.start(files);
  }

  TestDatabase address() {
    return new TestDatabase(database.host(), database.port(), database.user(), database.password());
  }

  Sql sql(String schema) {
    return new Sql(database.host(), database.port(), schema, database.user(), database.password());
  }

  /** Kills the server as {@code kill -9} does, and waits for its end. */
  void kill() {
    ProcessHandle server =
        ProcessHandle.current()
            .descendants()
            .filter(
                process ->
                    process.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(argument -> argument.contains(files.toString())))
            .findFirst()
            .orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
  }

  /** Starts the killed server again. */
  void restart() {
    database.close();
    database = EmbeddedMariaDb.start(files);
  }

  @Override
  public void close() {
    database.close();
  }
}
