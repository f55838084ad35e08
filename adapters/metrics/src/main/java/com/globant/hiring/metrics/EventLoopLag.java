package com.globant.hiring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;

/** Schedules a task on each event loop twice a second, and measures how late it runs. */
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
            .description("How late event loops run what is due")
            .serviceLevelObjectives(LATENESS)
            .register(registry);
    // Vert.x assigns event loops in turn: as many verticles as loops get one each.
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
