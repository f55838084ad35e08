package com.globant.hiring.bootstrap.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The end of the process. After {@link #listen}, SIGTERM, SIGINT and SIGHUP do not end it but wake
 * the command, which stops its work and whose exit status becomes that of the process.
 */
public class Termination {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CompletableFuture<Integer> status = new CompletableFuture<>();

  /** Handles signals from now on. */
  public void listen() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::waitForEnd, "termination"));
  }

  /** Waits for a signal. */
  public void await() throws InterruptedException {
    requested.await();
  }

  /** Has the effect of a signal. */
  public void request() {
    requested.countDown();
  }

  /** Ends the process; does not return. */
  void end(int exitStatus) {
    status.complete(exitStatus);
    System.exit(exitStatus);
  }

  /** A shutdown hook, which delays the exit of the JVM until the command has ended. */
  private void waitForEnd() {
    boolean withoutSignal = status.isDone();
    request();
    int exitStatus = status.join();
    if (!withoutSignal) {
      // The exit status would otherwise be that of the signal.
      Runtime.getRuntime().halt(exitStatus);
    }
  }
}
