package com.globant.hiring.bulk;

import com.globant.hiring.application.bulk.BulkRunState;
import com.globant.hiring.application.bulk.BulkRunState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A run that this JVM started: the driver's process, and the thread that keeps its log. */
final class SparkSubmitRun {
  /** A driver that is asked to end stops its tasks first. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The pipe may stay open although the process has ended, if it left a process of its own. */
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(2);

  private final String id;
  private final UUID loadId;
  private final Process process;
  private final RunLog log;
  private final Thread copying;
  private volatile boolean cancelled;

  SparkSubmitRun(UUID loadId, Process process, RunLog log) {
    // Process ids are used again, so the time of the start belongs to it.
    this.id = process.pid() + "@" + process.info().startInstant().orElse(Instant.EPOCH);
    this.loadId = loadId;
    this.process = process;
    this.log = log;
    this.copying = new Thread(() -> log.copy(process.getInputStream()), "spark-log");
    copying.setDaemon(true);
    copying.start();
  }

  UUID loadId() {
    return loadId;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String id() {
    return id;
  }

  BulkRunState state() {
    if (process.isAlive()) {
      return new BulkRunState(Status.RUNNING, null);
    }
    awaitLog();
    int exit = process.exitValue();
    if (exit == 0) {
      return new BulkRunState(Status.SUCCEEDED, null);
    }
    return cancelled
        ? new BulkRunState(Status.CANCELLED, null)
        : new BulkRunState(Status.FAILED, failure(exit));
  }

  /** The log is complete when the end of the run is reported. */
  private void awaitLog() {
    try {
      copying.join(LOG_PATIENCE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String failure(int exit) {
    String end = log.end();
    return "spark-submit ended with exit code %d; see %s%s"
        .formatted(
            exit, log.file(), end.isEmpty() ? ", which is empty" : ". It ends with:\n" + end);
  }

  /** Asks the process to end, and kills it if it does not. */
  void cancel() {
    cancelled = true;
    end(process.toHandle());
  }

  /** Ends a process and those that it started; does not wait. */
  @SuppressWarnings("FutureReturnValueIgnored") // ends with the process
  static void end(ProcessHandle process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
    process
        .onExit()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            stillRuns -> {
              process.destroyForcibly();
              children.forEach(ProcessHandle::destroyForcibly);
              return null;
            });
  }

  /** Waits for the end of a process that was asked to end. */
  void await() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The process of a run that another JVM started; null if it does not run on this machine. */
  static @Nullable ProcessHandle running(String runId) {
    int at = runId.indexOf('@');
    try {
      Instant start = Instant.parse(runId.substring(at + 1));
      return ProcessHandle.of(Long.parseLong(runId.substring(0, Math.max(0, at))))
          .filter(ProcessHandle::isAlive)
          .filter(process -> began(process, start))
          .orElse(null);
    } catch (RuntimeException otherEngine) {
      return null;
    }
  }

  /** Systems compute the time of a start from that of their own, which is corrected at times. */
  private static boolean began(ProcessHandle process, Instant start) {
    return process
        .info()
        .startInstant()
        .filter(real -> Duration.between(real, start).abs().compareTo(Duration.ofSeconds(2)) < 0)
        .isPresent();
  }
}
