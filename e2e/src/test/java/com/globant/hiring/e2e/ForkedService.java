package com.globant.hiring.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service in its own process, started as by {@code ./hiring serve}. */
final class ForkedService implements AutoCloseable {
  /** Most services do little before they end, so that good code and a large heap do not pay. */
  private static final String[] FAST_START = {
    "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"
  };

  private static final Pattern READY = Pattern.compile("http://[0-9.]+:[0-9]+");

  private final Process process;
  private final HiringServer server;

  private ForkedService(Process process, HiringServer server) {
    this.process = process;
    this.server = server;
  }

  /**
   * Starts {@code serve}, on any free port unless the environment names one, and waits until it
   * says that it is ready.
   *
   * @param directory for its data and its log
   * @param jvmOptions of a service that works hard or is measured; none for one that starts fast
   */
  static ForkedService start(Path directory, Map<String, String> environment, String... jvmOptions)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the launcher does, so that a service without memory ends instead of hanging.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(List.of(jvmOptions.length == 0 ? FAST_START : jvmOptions));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, "com.globant.hiring.local.Main", "serve"));
    Path log = directory.resolve("service.log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("HIRING_") || name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    builder.environment().putIfAbsent("HIRING_HTTP_PORT", "0");
    builder.environment().put("HIRING_DATA_DIR", directory.resolve("data").toString());
    Process process = builder.start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return new ForkedService(
            process,
            new HiringServer(
                URI.create(ready.group()),
                environment.getOrDefault("HIRING_DATABASE_SCHEMAS", "hiring")));
      }
    }
    process.destroyForcibly();
    throw new AssertionError("the service did not start: " + Files.readString(log));
  }

  HiringServer server() {
    return server;
  }

  Process process() {
    return process;
  }

  /** Kills the service as {@code kill -9} does, and waits for its end. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Ends the service as SIGTERM does; gives its exit status. */
  int terminate() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
