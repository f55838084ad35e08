package com.globant.hiring.mysql.connection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why the database cannot be used, at most once a minute. For any thread. */
final class OutageLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
  private static final OncePerMinute LIMIT = new OncePerMinute();

  private OutageLog() {}

  static void report(Throwable failure) {
    if (!LIMIT.isDue("outage")) {
      return;
    }
    Throwable cause = failure;
    StringBuilder reasons = new StringBuilder(String.valueOf(cause.getMessage()));
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
      reasons.append(": ").append(cause.getMessage());
    }
    LOG.warn("The database cannot be used: {}", reasons);
  }
}
