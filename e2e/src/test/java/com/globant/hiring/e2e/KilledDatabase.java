package com.globant.hiring.e2e;

import com.globant.hiring.embedded.EmbeddedMariaDb;
import com.globant.hiring.mysql.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A database server of one test, which can be killed and started again at the same port: the
 * embedded MariaDB, unless there is a {@link MySqlProcess}.
 */
final class KilledDatabase implements AutoCloseable {
  private final Path files;
  private final TestDatabase address;
  private @Nullable EmbeddedMariaDb mariaDb;
  private @Nullable MySqlProcess mySql;

  KilledDatabase(Path files) {
    this.files = files;
    if (MySqlProcess.isConfigured()) {
      mySql = MySqlProcess.start(files, LastingPorts.choose());
      address = mySql.address();
    } else {
      EmbeddedMariaDb started = EmbeddedMariaDb.start(files);
      mariaDb = started;
      address =
          new TestDatabase(started.host(), started.port(), started.user(), started.password());
    }
  }

  TestDatabase address() {
    return address;
  }

  Sql sql(String schema) {
    return new Sql(address, schema);
  }

  /** Kills the server as {@code kill -9} does, and waits for its end. */
  void kill() {
    if (mySql != null) {
      mySql.kill();
      return;
    }
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
    if (mySql != null) {
      mySql = MySqlProcess.start(files, address.port());
    } else {
      close();
      mariaDb = EmbeddedMariaDb.start(files);
    }
  }

  @Override
  public void close() {
    if (mySql != null) {
      mySql.kill();
    }
    if (mariaDb != null) {
      mariaDb.close();
    }
  }
}
