package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells when a client lets the service wait too long for the next byte of a body, or for the whole
 * of it. Only time in which bytes are wanted counts as waiting: that a socket is paused because the
 * database is slow is not the client's fault.
 *
 * <p>Used on one event loop.
 */
final class BodyTimers {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final HttpSettings.BodyLimits limits;
  private final Consumer<Refused> late;
  private long idleTimer = NONE;
  private long totalTimer = NONE;
  private long lastNanos;
  private boolean wanted;
  private boolean stopped;

  /**
   * @param late told once of each that passed; may {@link #stop} the other
   */
  BodyTimers(Vertx vertx, HttpSettings.BodyLimits limits, Consumer<Refused> late) {
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
    wanted = true;
    if (idleTimer == NONE && !stopped) {
      watch(limits.idle());
    }
  }

  /** Some bytes came. */
  void arrived() {
    lastNanos = System.nanoTime();
  }

  /** For now no more bytes are wanted. */
  void rest() {
    wanted = false;
  }

  void stop() {
    stopped = true;
    vertx.cancelTimer(idleTimer);
    vertx.cancelTimer(totalTimer);
  }

  /** One timer at a time that looks how long ago the last byte came, rather than one a byte. */
  private void watch(Duration left) {
    // A timer of no milliseconds is none.
    idleTimer = vertx.setTimer(Math.max(1, left.toMillis()), passed -> look());
  }

  private void look() {
    idleTimer = NONE;
    if (stopped || !wanted) {
      return;
    }
    Duration left = limits.idle().minusNanos(System.nanoTime() - lastNanos);
    if (left.toMillis() > 0) {
      watch(left);
    } else {
      late.accept(idle());
    }
  }

  private Refused idle() {
    return new Refused(
        RefusalCode.IDLE_BODY,
        "no byte of the body came for %s (limits.idle_seconds); send it again without a pause"
            .formatted(text(limits.idle())));
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
