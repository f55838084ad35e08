package com.globant.hiring.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database process that still runs although the JVM that started it was killed. */
record LeftoverProcess(ProcessHandle process, Path home) {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverProcess.class);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(10);

  /**
   * Stops the process that the file names, if it is one.
   *
   * @param pidFile may be missing, or name a process id that the system has reused
   * @param home the real path of the locked directory with the programs
   */
  static void stop(Path pidFile, Path home) throws IOException {
    if (Files.exists(pidFile)) {
      String pid = Files.readString(pidFile).strip();
      Optional.of(pid)
          .filter(text -> text.matches("[0-9]{1,18}"))
          .flatMap(text -> ProcessHandle.of(Long.parseLong(text)))
          .map(process -> new LeftoverProcess(process, home))
          .filter(LeftoverProcess::runs)
          .ifPresent(LeftoverProcess::stop);
      Files.deleteIfExists(pidFile); // the server deletes it, too
    }
  }

  /**
   * Whether it runs a program of ours. A process with a reused id does not, nor does one that has
   * ended and that no parent has collected, as in a container without an init process.
   */
  private boolean runs() {
    return process.isAlive()
        && process.info().command().map(Path::of).filter(path -> path.startsWith(home)).isPresent();
  }

  private void stop() {
    LOG.info("Stopping database process {} of a service that was killed", process.pid());
    process.destroy();
    if (!ends()) {
      process.destroyForcibly();
      if (!ends()) {
        throw new IllegalStateException(
            "Process %d still uses the database in %s; stop it first."
                .formatted(process.pid(), home));
      }
    }
  }

  /** Polls, since the system informs only parents about the end of a process. */
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
