package com.globant.hiring.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A service that keeps a database in a directory, in a JVM of its own that a test may kill. */
final class DatabaseInAnotherJvm implements AutoCloseable {

  private final Process jvm;
  private final BufferedReader output;
  private final String firstLine;

  private DatabaseInAnotherJvm(Process jvm) throws IOException {
    this.jvm = jvm;
    this.output = jvm.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    this.firstLine = line == null ? "" : line;
  }

  /** The service: one line about its database, or why there is none, then it waits for its end. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedMariaDb database = EmbeddedMariaDb.start(Path.of(arguments[0]))) {
      System.out.println(Jdbc.url(database));
      InputStream parent = System.in;
      while (parent.read() >= 0) {}
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }

  /**
   * Starts the JVM and returns when its database is ready, or could not be started.
   *
   * @param environment what to change in its environment
   */
  static DatabaseInAnotherJvm start(Path directory, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            DatabaseInAnotherJvm.class.getName(),
            directory.toString());
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new DatabaseInAnotherJvm(builder.start());
  }

  /** The URL of its database, or why there is none. */
  String firstLine() {
    return firstLine;
  }

  /** As {@code kill -9} does. */
  void kill() {
    jvm.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    jvm.getOutputStream().close();
    jvm.onExit().join();
    output.close();
  }
}
