package com.globant.hiring.spark;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A master of Spark and two workers with one core each, as processes. The workers have different
 * addresses, since Spark does not run the same task twice at one address.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final String master;
  private final List<Process> processes = new ArrayList<>();

  private StandaloneCluster(String master) {
    this.master = master;
  }

  static StandaloneCluster start(Path folder) throws IOException {
    int port = freePort();
    StandaloneCluster cluster = new StandaloneCluster("spark://127.0.0.1:" + port);
    cluster.start(
        folder,
        "master",
        List.of(
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            "0"));
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

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
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
