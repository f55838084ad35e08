package com.globant.hiring.cli;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action if a signal ends the process (Ctrl-C, TERM, HUP), before it ends. Java then ends
 * it with 128 and the number of the signal: 130 for Ctrl-C.
 */
final class Interruption implements AutoCloseable {
  private final Thread hook = new Thread(this::interrupted, "interruption");
  private @Nullable Runnable action;
  private volatile boolean begun;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What an interruption does from now on; null for nothing. */
  void does(@Nullable Runnable action) {
    holdIfBegun();
    synchronized (this) {
      this.action = action;
    }
  }

  /** Blocks for good if the process is being ended, so that nothing new begins. */
  @SuppressWarnings("InfiniteLoopStatement")
  void holdIfBegun() {
    while (begun) {
      LockSupport.park(this);
    }
  }

  private void interrupted() {
    begun = true;
    Runnable current;
    synchronized (this) {
      current = action;
    }
    if (current != null) {
      current.run();
    }
  }

  @Override
  public void close() {
    holdIfBegun();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
