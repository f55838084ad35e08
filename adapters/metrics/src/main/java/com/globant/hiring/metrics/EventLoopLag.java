package com.globant.hiring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;

/** Asks each event loop for a sign of life twice a second, and measures how late it comes. */
final class EventLoopLag extends AbstractVerticle {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration[] LATENESS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2)
  };

  private final Timer lag;

  private EventLoopLag(Timer lag) {
    this.lag = lag;
  }

  /** Until Vert.x is closed. */
  static Future<Void> watch(Vertx vertx, MeterRegistry registry) {
    Timer lag =
        Timer.builder("hiring.event.loop.lag")
            .description("How late the event loops turn to what is due")
            .serviceLevelObjectives(LATENESS)
            .register(registry);
    // Vert.x hands its loops out in turn: as many verticles as loops have one each.
    return vertx
        .deployVerticle(
            () -> new EventLoopLag(lag),
            new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE))
        .mapEmpty();
  }

  @Override
  public void start() {
    await();
  }

  private void await() {
    long asked = System.nanoTime();
    vertx.setTimer(
        PAUSE.toMillis(),
        due -> {
          Duration elapsed = Duration.ofNanos(System.nanoTime() - asked);
          lag.record(elapsed.compareTo(PAUSE) < 0 ? Duration.ZERO : elapsed.minus(PAUSE));
          await();
        });
  }
}
