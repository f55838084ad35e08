package com.globant.hiring.bootstrap;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The end of the process. Once a command listens, SIGTERM, SIGINT and SIGHUP no longer end it: they
 * wake the command, which stops its work in order, and whose exit status is that of the process.
 */
public class Termination {
  private final CountDownLatch wished = new CountDownLatch(1);
  private final CompletableFuture<Integer> status = new CompletableFuture<>();

  /** Takes the signals over. */
  public void listen() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::waitForEnd, "termination"));
  }

  /** Waits for a signal. */
  public void await() throws InterruptedException {
    wished.await();
  }

  /** Does what a signal does. */
  public void wish() {
    wished.countDown();
  }

  /** Ends the process; does not return. */
  void end(int exitStatus) {
    status.complete(exitStatus);
    System.exit(exitStatus);
  }

  /** Runs when the JVM is told to exit, and keeps it from doing so. */
  private void waitForEnd() {
    boolean byItself = status.isDone();
    wish();
    int exitStatus = status.join();
    if (!byItself) {
      // A JVM that ends by a signal would otherwise have the signal's exit status.
      Runtime.getRuntime().halt(exitStatus);
    }
  }
}
