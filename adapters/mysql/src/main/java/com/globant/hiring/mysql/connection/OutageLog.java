package com.globant.hiring.mysql.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why the database cannot be used, at most once a minute. For any thread. */
final class OutageLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private OutageLog() {}

  static void note(Throwable failure) {
    long now = System.nanoTime();
    long next = NEXT.get();
    if (now - next >= 0 && NEXT.compareAndSet(next, now + PAUSE)) {
      Throwable cause = failure;
      StringBuilder reasons = new StringBuilder(String.valueOf(cause.getMessage()));
      while (cause.getCause() != null && cause.getCause() != cause) {
        cause = cause.getCause();
        reasons.append(": ").append(cause.getMessage());
      }
      LOG.warn("The database cannot be used: {}", reasons);
    }
  }
}
