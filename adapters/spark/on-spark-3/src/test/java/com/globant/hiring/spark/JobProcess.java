package com.globant.hiring.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The driver of a run in a JVM of its own, which tests can kill. */
final class JobProcess implements AutoCloseable {
  private static final long LONGEST_SECONDS = 180;

  private final Process driver;
  private final Path log;

  private JobProcess(Process driver, Path log) {
    this.driver = driver;
    this.log = log;
  }

  /**
   * Starts a run.
   *
   * @param folder for its files
   * @param conf settings of Spark, the master among them
   */
  static JobProcess start(SparkLoad load, Path folder, Map<String, String> conf)
      throws IOException {
    List<String> options = new ArrayList<>();
    options.add("-Dspark.ui.enabled=false");
    options.add("-Dspark.driver.host=127.0.0.1");
    options.add("-Dspark.driver.bindAddress=127.0.0.1");
    options.add("-Dspark.executor.extraClassPath=" + jar());
    conf.forEach((name, value) -> options.add("-D" + name + "=" + value));
    String log = "driver-%d.log".formatted(System.nanoTime());
    ProcessBuilder builder =
        java(folder, log, options, List.of(SparkJob.class.getName(), load.writeDescription()));
    builder.environment().put("HIRING_DATABASE_PASSWORD", load.database.password());
    return new JobProcess(builder.start(), folder.resolve(log));
  }

  /** A program of the class path of the tests. */
  static ProcessBuilder java(Path folder, String log, List<String> options, List<String> program)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dtests.log=info");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath()));
    command.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(log).toFile());
    builder.environment().put("SPARK_HOME", home().toString());
    builder.environment().put("SPARK_SCALA_VERSION", scala.util.Properties.versionNumberString());
    return builder;
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path jar() {
    return locationOf(SparkJob.class);
  }

  static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What executors are started from: Spark and what it needs, without the job. */
  private static Path home() throws IOException {
    Path home = Path.of("target", "spark-home").toAbsolutePath();
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      Path link = jars.resolve(jar.getFileName());
      if (entry.endsWith(".jar") && !jar.equals(jar()) && !Files.exists(link)) {
        Files.createSymbolicLink(link, jar);
      }
    }
    return home;
  }

  void killDriver() {
    driver.destroyForcibly();
    Eventually.until("the driver is gone", () -> !driver.isAlive());
  }

  /** Waits until something is so, as long as the run goes on. */
  void until(String what, BooleanSupplier condition) {
    Eventually.until(
        what,
        () -> {
          if (!driver.isAlive()) {
            throw new AssertionError("The run has ended before: " + what + "\n" + log());
          }
          return condition.getAsBoolean();
        });
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Waits for the end; the exit code. */
  int await() throws InterruptedException {
    if (!driver.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The run does not end:\n" + log());
    }
    return driver.exitValue();
  }

  @Override
  public void close() {
    driver.destroyForcibly();
  }
}
