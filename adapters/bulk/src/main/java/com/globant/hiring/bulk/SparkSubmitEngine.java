package com.globant.hiring.bulk;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.bulk.BulkEngine;
import com.globant.hiring.application.bulk.BulkRunState;
import com.globant.hiring.application.bulk.BulkRunState.Status;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the job by {@code spark-submit}, whose process is the driver: its exit code says whether
 * there is a result. Secrets are in the environment of that process only, never in its arguments.
 */
final class SparkSubmitEngine implements BulkEngine, AutoCloseable {
  private static final String JOB = "com.globant.hiring.spark.SparkJob";
  private static final String PASSWORD_VARIABLE = "HIRING_DATABASE_PASSWORD";

  /** A signature must name a region, even for a server in place of AWS. */
  private static final String DEFAULT_REGION = "us-east-1";

  private static final long LOG_FILE_BYTES = 4L << 20;

  /** Logs of so many runs are kept, and the states of as many ended ones are known. */
  private static final int KEPT_RUNS = 50;

  private final SparkSubmitSettings settings;
  private final Map<String, SparkSubmitRun> runs = new LinkedHashMap<>();
  private boolean closed;

  /** Starts nothing yet. */
  SparkSubmitEngine(SparkSubmitSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "spark-submit";
  }

  @Override
  public synchronized String start(UUID loadId, URI description) {
    if (closed) {
      throw new Refused(
          RefusalCode.BULK_ENGINE_UNAVAILABLE, "The service is stopping and starts no Spark run");
    }
    for (SparkSubmitRun run : runs.values()) {
      if (run.loadId().equals(loadId) && run.isAlive()) {
        return run.id();
      }
    }
    try {
      forgetOldRuns();
      RunLog log = new RunLog(settings.logs().resolve(loadId + ".log"), LOG_FILE_BYTES);
      SparkSubmitRun run = new SparkSubmitRun(loadId, process(loadId, description), log);
      runs.put(run.id(), run);
      return run.id();
    } catch (IOException failure) {
      throw new Refused(
          RefusalCode.BULK_ENGINE_UNAVAILABLE,
          "%s cannot be started (bulk.spark_submit.command): %s"
              .formatted(settings.command().get(0), failure.getMessage()),
          failure);
    }
  }

  private Process process(UUID loadId, URI description) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(arguments(loadId, description)).redirectErrorStream(true);
    prepare(builder.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private List<String> arguments(UUID loadId, URI description) {
    List<String> arguments = new ArrayList<>(settings.command());
    arguments.addAll(
        List.of("--master", settings.master(), "--deploy-mode", "client", "--class", JOB));
    arguments.addAll(List.of("--name", "hiring load " + loadId));
    Stream.concat(storeConf(settings.store()).stream(), settings.conf().stream())
        .forEach(setting -> arguments.addAll(List.of("--conf", setting)));
    arguments.addAll(List.of(settings.jar(), description.toString()));
    return arguments;
  }

  /** Settings of Hadoop's S3A, which also reads {@code s3} URIs then, as clusters of AWS do. */
  private static List<String> storeConf(SparkSubmitSettings.@Nullable Store store) {
    if (store == null) {
      return List.of();
    }
    List<String> conf = new ArrayList<>();
    conf.add("spark.hadoop.fs.s3.impl=org.apache.hadoop.fs.s3a.S3AFileSystem");
    URI endpoint = store.endpoint();
    if (endpoint != null) {
      conf.add("spark.hadoop.fs.s3a.endpoint=" + endpoint);
      conf.add("spark.hadoop.fs.s3a.path.style.access=true");
      conf.add(
          "spark.hadoop.fs.s3a.connection.ssl.enabled=" + "https".equals(endpoint.getScheme()));
    }
    String region = store.region() == null && endpoint != null ? DEFAULT_REGION : store.region();
    if (region != null) {
      conf.add("spark.hadoop.fs.s3a.endpoint.region=" + region);
    }
    return conf;
  }

  /** The service's own variables are not for the job, but for the password. */
  private void prepare(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("HIRING_"));
    environment.put(PASSWORD_VARIABLE, settings.password().get());
    SparkSubmitSettings.Store store = settings.store();
    if (store != null && store.keys() != null) {
      environment.remove("AWS_SESSION_TOKEN");
      environment.put("AWS_ACCESS_KEY_ID", store.keys().accessKey());
      environment.put("AWS_SECRET_ACCESS_KEY", store.keys().secretKey());
    }
  }

  /** Makes room for one more run: deletes the oldest logs, and forgets what ended first. */
  private void forgetOldRuns() throws IOException {
    for (String id : List.copyOf(runs.keySet())) {
      if (runs.size() >= KEPT_RUNS && !Objects.requireNonNull(runs.get(id)).isAlive()) {
        runs.remove(id);
      }
    }
    Files.createDirectories(settings.logs());
    try (Stream<Path> logs = Files.list(settings.logs())) {
      // Two files of a run.
      for (Path old :
          logs.sorted(Comparator.comparingLong(SparkSubmitEngine::lastChange).reversed())
              .skip(2L * KEPT_RUNS)
              .toList()) {
        Files.deleteIfExists(old);
      }
    }
  }

  private static long lastChange(Path file) {
    return new File(file.toUri()).lastModified();
  }

  @Override
  public BulkRunState state(String runId) {
    SparkSubmitRun own = own(runId);
    if (own != null) {
      return own.state();
    }
    return SparkSubmitRun.running(runId) == null
        ? new BulkRunState(
            Status.UNKNOWN, "The process of the run does not run on this machine: " + runId)
        : new BulkRunState(Status.RUNNING, null);
  }

  @Override
  public void cancel(String runId) {
    SparkSubmitRun own = own(runId);
    if (own != null) {
      own.cancel();
      return;
    }
    ProcessHandle other = SparkSubmitRun.running(runId);
    if (other != null) {
      SparkSubmitRun.end(other);
    }
  }

  private synchronized @Nullable SparkSubmitRun own(String runId) {
    return runs.get(runId);
  }

  /** Ends the runs that it started: their loads end with the service, or are taken over. */
  @Override
  public void close() {
    List<SparkSubmitRun> running;
    synchronized (this) {
      closed = true;
      running = runs.values().stream().filter(SparkSubmitRun::isAlive).toList();
    }
    running.forEach(SparkSubmitRun::cancel);
    running.forEach(SparkSubmitRun::await);
  }
}
