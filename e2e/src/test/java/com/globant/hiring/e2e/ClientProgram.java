package com.globant.hiring.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs client commands as {@code ./hiring} does: in their own process, with their own jars. */
final class ClientProgram {
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param directory in which the program runs, and its state is kept
   */
  ClientProgram(Path directory, String url) {
    this.directory = directory;
    environment.put("HIRING_URL", url);
    environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
  }

  ClientProgram with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** What a command did. */
  record Run(int status, String out, String err) {}

  /** A command that runs. */
  record Running(Process process, Path out, Path err) {
    Run end() throws Exception {
      int status = process.waitFor();
      return new Run(status, Files.readString(out), Files.readString(err));
    }
  }

  Run run(String... arguments) throws Exception {
    return runWithInput("", arguments);
  }

  Run runWithInput(String input, String... arguments) throws Exception {
    Running running = start(arguments);
    running.process().getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    running.process().getOutputStream().close();
    return running.end();
  }

  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", classPath(), "com.globant.hiring.cli.Main"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HIRING_"));
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** Only what the commands need: no class of the service is there. */
  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> entry.matches(".*(hiring-cli|jackson-|picocli)[^/\\\\]*\\.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
