package com.globant.hiring.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ties a child process to this JVM where the system can: Linux, with util-linux 2.33 or newer.
 *
 * <p>{@code setpriv --pdeathsig} has the kernel end the child when its parent dies, however that
 * dies. {@code setsid} takes it out of the terminal's process group, or Ctrl-C and Ctrl-\ would end
 * the database before the service has finished its work. Both replace themselves by the program, so
 * that the process id is that of the program.
 */
final class ParentDeath {

  private static final List<String> PREFIX = List.of("setsid", "setpriv", "--pdeathsig", "TERM");

  private ParentDeath() {}

  /** What to put before a command: nothing where the tools are missing. */
  static List<String> commandPrefix() {
    return works() ? PREFIX : List.of();
  }

  private static boolean works() {
    try {
      List<String> command = new ArrayList<>(PREFIX);
      command.add("true");
      Process probe =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(1, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
