package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.HttpSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reports a client that lets the service wait too long for the next byte of a body, that sends it
 * too slowly, or that takes too long for the whole of it. Only time in which bytes are wanted
 * counts as waiting: that a socket is paused because the database is slow is not the client's
 * fault.
 *
 * <p>Used on one event loop.
 */
public final class BodyTimers {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final HttpSettings.BodyLimits limits;
  private final Consumer<Refused> late;
  private long waitTimer = NONE;
  private long totalTimer = NONE;
  private long lastNanos;
  private boolean wanted;
  private boolean stopped;

  /** Since when bytes are wanted without a pause, within the time that is averaged over. */
  private long wantedSince;

  /** Time in which bytes were wanted before that, and the bytes that came in all of it. */
  private long waitedNanos;

  private long averagedBytes;

  /**
   * @param late gets each refusal once; may {@link #stop} the others
   */
  public BodyTimers(Vertx vertx, HttpSettings.BodyLimits limits, Consumer<Refused> late) {
    this.vertx = vertx;
    this.limits = limits;
    this.late = late;
  }

  /** The body begins to be read; the time for the whole of it runs. */
  void start() {
    if (!stopped) {
      totalTimer = vertx.setTimer(limits.total().toMillis(), passed -> late.accept(overdue()));
    }
  }

  /** From now on bytes are wanted. */
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

  /** Some bytes came. */
  void arrived(int bytes) {
    lastNanos = System.nanoTime();
    averagedBytes += bytes;
  }

  /** For now no more bytes are wanted. */
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

  /** One timer at a time that looks how long ago the last byte came, rather than one a byte. */
  private void watch(Duration left) {
    // A timer of no milliseconds is none.
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
