package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.HttpSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Limits how long the service waits for the next byte of a body, the rate of the body, and the time
 * for all of it. Only time in which the service waits for bytes counts as waiting, not time in
 * which the socket is paused because the database is slow.
 *
 * <p>Used on one event loop.
 */
final class BodyTimers {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final HttpSettings.BodyLimits limits;
  private final Consumer<Refused> late;
  private long waitTimer = NONE;
  private long totalTimer = NONE;
  private long lastNanos;
  private boolean wanted;
  private boolean stopped;

  /** Since when the service has been waiting, within the averaged period. */
  private long wantedSince;

  /** The waiting time before that, and the bytes received in the averaged period. */
  private long waitedNanos;

  private long averagedBytes;

  /**
   * @param late called with the refusal of each limit that is exceeded
   */
  public BodyTimers(Vertx vertx, HttpSettings.BodyLimits limits, Consumer<Refused> late) {
    this.vertx = vertx;
    this.limits = limits;
    this.late = late;
  }

  /** Starts the time for the whole body. */
  void start() {
    if (!stopped) {
      totalTimer = vertx.setTimer(limits.total().toMillis(), passed -> late.accept(overdue()));
    }
  }

  /** The service waits for bytes from now on. */
  void want() {
    lastNanos = System.nanoTime();
    if (!wanted) {
      wantedSince = lastNanos;
    }
    wanted = true;
    if (waitTimer == NONE && !stopped) {
      watch(next(lastNanos));
    }
  }

  /** Bytes were received. */
  void arrived(int bytes) {
    lastNanos = System.nanoTime();
    averagedBytes += bytes;
  }

  /** The service does not wait for bytes now. */
  void rest() {
    if (wanted) {
      waitedNanos += System.nanoTime() - wantedSince;
    }
    wanted = false;
  }

  void stop() {
    stopped = true;
    vertx.cancelTimer(waitTimer);
    vertx.cancelTimer(totalTimer);
  }

  /** One timer checks the time of the last byte; there is no timer for each byte. */
  private void watch(Duration left) {
    // Vert.x does not accept 0.
    waitTimer = vertx.setTimer(Math.max(1, left.toMillis()), passed -> look());
  }

  private void look() {
    waitTimer = NONE;
    if (stopped || !wanted) {
      return;
    }
    long now = System.nanoTime();
    if (idleLeft(now).toMillis() <= 0) {
      late.accept(idle());
      return;
    }
    if (isRateLimited() && averageLeft(now).toMillis() <= 0) {
      if (averagedBytes < leastBytes()) {
        late.accept(slow());
        return;
      }
      averagedBytes = 0;
      waitedNanos = 0;
      wantedSince = now;
    }
    watch(next(now));
  }

  private Duration next(long now) {
    Duration idle = idleLeft(now);
    if (!isRateLimited()) {
      return idle;
    }
    Duration average = averageLeft(now);
    return average.compareTo(idle) < 0 ? average : idle;
  }

  private Duration idleLeft(long now) {
    return limits.idle().minusNanos(now - lastNanos);
  }

  private Duration averageLeft(long now) {
    return limits.rate().over().minusNanos(waitedNanos + now - wantedSince);
  }

  private boolean isRateLimited() {
    return limits.rate().bytesPerSecond() > 0;
  }

  private long leastBytes() {
    return limits.rate().bytesPerSecond() * limits.rate().over().toSeconds();
  }

  private Refused idle() {
    return new Refused(
        RefusalCode.IDLE_BODY,
        "no byte of the body came for %s (limits.idle_seconds); send it again without a pause"
            .formatted(text(limits.idle())));
  }

  private Refused slow() {
    return new Refused(
        RefusalCode.SLOW_BODY,
        "%d bytes of the body came in %s in which the service waited for them, which is less than %d bytes per second (limits.min_bytes_per_second); write the data to a file first and send it without pauses"
            .formatted(averagedBytes, text(limits.rate().over()), limits.rate().bytesPerSecond()));
  }

  private Refused overdue() {
    return new Refused(
        RefusalCode.LOAD_TIMEOUT,
        "the body was not read to its end within %s (limits.load_seconds); send it in parts with append=true"
            .formatted(text(limits.total())));
  }

  private static String text(Duration duration) {
    return TimeUnit.MILLISECONDS.toSeconds(duration.toMillis()) + " s";
  }
}
