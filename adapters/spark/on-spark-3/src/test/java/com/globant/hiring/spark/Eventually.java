package com.globant.hiring.spark;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** MariaDB answers with the locks of before if it is asked again within 100 ms. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Eventually() {}

  static void until(String what, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new AssertionError("Not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
