package com.globant.hiring.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A master of Spark and two workers with one core each, as processes. The workers have different
 * addresses, since Spark does not run the same task twice at one address.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");

  private final List<Process> processes = new ArrayList<>();
  private String master = "";

  private StandaloneCluster() {}

  static StandaloneCluster start(Path folder) throws IOException {
    StandaloneCluster cluster = new StandaloneCluster();
    cluster.start(
        folder,
        "master",
        List.of(
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0"));
    Eventually.until("the master listens", () -> cluster.hasMaster(folder.resolve("master.log")));
    for (String host : List.of("127.0.0.1", "127.0.0.2")) {
      cluster.start(
          folder,
          "worker-" + host,
          List.of(
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              host,
              "--cores",
              "1",
              "--memory",
              "512m",
              "--webui-port",
              "0",
              "--work-dir",
              folder.resolve("work-" + host).toString(),
              cluster.master));
    }
    return cluster;
  }

  private boolean hasMaster(Path log) {
    try {
      Matcher found = MASTER.matcher(Files.readString(log));
      if (found.find()) {
        master = found.group(1);
      }
      return !master.isEmpty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void start(Path folder, String name, List<String> program) throws IOException {
    processes.add(JobProcess.java(folder, name + ".log", List.of(), program).start());
  }

  /** Settings of a run on this cluster. */
  Map<String, String> conf(Map<String, String> others) {
    Map<String, String> conf = new HashMap<>(others);
    conf.put("spark.master", master);
    conf.put("spark.executor.memory", "512m");
    return conf;
  }

  /** Kills all executors; how many there were. */
  long killExecutors() {
    return processes.stream()
        .flatMap(Process::descendants)
        .filter(
            process ->
                process.info().commandLine().map(line -> line.contains(EXECUTOR)).orElse(false))
        .filter(ProcessHandle::destroyForcibly)
        .count();
  }

  @Override
  public void close() {
    for (Process process : processes) {
      List<ProcessHandle> executors = process.descendants().toList();
      process.destroyForcibly();
      executors.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
