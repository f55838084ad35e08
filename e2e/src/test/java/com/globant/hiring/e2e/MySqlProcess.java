package com.globant.hiring.e2e;

import com.globant.hiring.mysql.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A MySQL server of one test, by the program that the system property {@value #PROGRAM} names. */
final class MySqlProcess {
  /** Path of a {@code mysqld}; tests that kill a database then use it instead of MariaDB. */
  static final String PROGRAM = "hiring.kill.mysqld";

  private final Path files;
  private final TestDatabase address;
  private final Process process;

  private MySqlProcess(Path files, int port) throws IOException {
    this.files = files;
    this.address = new TestDatabase("127.0.0.1", port, "root", "");
    this.process =
        run(
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=socket",
            "--pid-file=pid",
            "--mysqlx=OFF",
            "--local-infile=1",
            "--innodb-buffer-pool-size=64M");
    BulkSources.until("mysqld answers", this::answers);
  }

  static boolean isConfigured() {
    return !System.getProperty(PROGRAM, "").isEmpty();
  }

  /** Starts the server of a directory, and sets it up there at its first start. */
  static MySqlProcess start(Path files, int port) {
    try {
      if (!Files.exists(files)) {
        Files.createDirectories(files);
        run(files, "--initialize-insecure").onExit().join();
      }
      return new MySqlProcess(files, port);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Process run(String... options) throws IOException {
    return run(files, options);
  }

  private static Process run(Path files, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(System.getProperty(PROGRAM), "--no-defaults", "--user=root"));
    command.add("--datadir=" + files.resolve("data"));
    command.addAll(List.of(options));
    File log = files.resolve("mysqld.log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private boolean answers() {
    try {
      if (!process.isAlive()) {
        throw new AssertionError(Files.readString(files.resolve("mysqld.log")));
      }
      address.connect().close();
      return true;
    } catch (SQLException notYet) {
      return false;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  TestDatabase address() {
    return address;
  }

  /** Kills the server as {@code kill -9} does, and waits for its end. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
