package com.globant.hiring.mysql.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Limits repeated warnings in the log. For any thread. */
public final class OncePerMinute {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;

  /** When each was last due. */
  private final Map<String, Long> last = new ConcurrentHashMap<>();

  public OncePerMinute() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public OncePerMinute(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether a minute has passed since this was last due. */
  public boolean isDue(String warning) {
    long now = nanoTime.getAsLong();
    Long before = last.putIfAbsent(warning, now);
    return before == null || (now - before >= MINUTE && last.replace(warning, before, now));
  }
}
