package com.globant.hiring.embedded;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Ends a child process when this JVM dies, on Linux with util-linux 2.33 or newer.
 *
 * <p>{@code setpriv --pdeathsig} makes the kernel send SIGTERM to the child when its parent dies.
 * {@code setsid} takes the child out of the terminal's process group, since Ctrl-C would otherwise
 * stop the database before the service. Both replace themselves by the program, so that the process
 * id is that of the program.
 */
final class ParentDeath {
  private static final List<String> PREFIX = List.of("setsid", "setpriv", "--pdeathsig", "TERM");

  private ParentDeath() {}

  /** What to put before a command; nothing if the tools are missing. */
  static List<String> commandPrefix() {
    try {
      List<String> probe = Stream.concat(PREFIX.stream(), Stream.of("true")).toList();
      Process process = new ProcessBuilder(probe).start();
      return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0 ? PREFIX : List.of();
    } catch (IOException missing) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
