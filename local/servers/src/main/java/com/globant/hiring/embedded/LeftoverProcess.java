package com.globant.hiring.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database process that outlived the JVM that started it. */
final class LeftoverProcess {

  private static final Logger LOGGER = LoggerFactory.getLogger(LeftoverProcess.class);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(10);

  private final ProcessHandle process;
  private final Path home;

  private LeftoverProcess(ProcessHandle process, Path home) {
    this.process = process;
    this.home = home;
  }

  /**
   * Stops the process that the file names, if it still runs. The caller holds the directory's lock.
   *
   * @param pidFile may be missing, or name a process that is by now somebody else's
   * @param home the real path of the directory in which the programs were unpacked
   */
  static void stop(Path pidFile, Path home) throws IOException {
    Optional<LeftoverProcess> leftover = find(pidFile, home);
    if (leftover.isPresent()) {
      leftover.get().stop();
    }
    Files.deleteIfExists(pidFile);
  }

  private static Optional<LeftoverProcess> find(Path pidFile, Path home) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String pid = Files.readString(pidFile).strip();
    return pid.matches("[0-9]{1,18}")
        ? ProcessHandle.of(Long.parseLong(pid))
            .map(process -> new LeftoverProcess(process, home))
            .filter(LeftoverProcess::runs)
        : Optional.empty();
  }

  /**
   * Whether it still runs a program of ours. Process ids are used again, and a process that has
   * ended may stay in the process table when nobody collects it (in a container whose first process
   * is no init); neither shows a program in our directory.
   */
  private boolean runs() {
    return process.isAlive()
        && process.info().command().map(Path::of).filter(path -> path.startsWith(home)).isPresent();
  }

  private void stop() {
    LOGGER.info("Stopping database process {}, left by a service that was killed", process.pid());
    process.destroy();
    if (!ends()) {
      process.destroyForcibly();
      if (!ends()) {
        throw new IllegalStateException(
            "Process "
                + process.pid()
                + " still uses the database in "
                + home
                + "; stop it first.");
      }
    }
  }

  /** Looks again and again, as the system tells only parents about the end of a process. */
  private boolean ends() {
    long start = System.nanoTime();
    while (runs()) {
      if (System.nanoTime() - start > STOP_LIMIT.toNanos()) {
        return false;
      }
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
