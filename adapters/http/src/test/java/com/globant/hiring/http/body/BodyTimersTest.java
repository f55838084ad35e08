package com.globant.hiring.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.HttpSettings;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BodyTimersTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration OVER = Duration.ofSeconds(1);

  @Test
  void clientThatSendsNoByteIsIdle(Vertx vertx) {
    Refused late = firstLate(vertx, SHORT, LONG, BodyTimers::want);

    assertThat(late.code()).isEqualTo(RefusalCode.IDLE_BODY);
    assertThat(late.detail()).contains("limits.idle_seconds");
  }

  @Test
  void pausedTimeIsNotIdle(Vertx vertx) {
    Refused late =
        firstLate(
            vertx,
            SHORT,
            SHORT.multipliedBy(10),
            timers -> {
              timers.want();
              timers.rest();
            });

    assertThat(late.code()).isEqualTo(RefusalCode.LOAD_TIMEOUT);
    assertThat(late.detail()).contains("limits.load_seconds");
  }

  @Test
  void resumedBodyIsTimedAgain(Vertx vertx) {
    Refused late =
        firstLate(
            vertx,
            SHORT,
            LONG,
            timers -> {
              timers.want();
              timers.rest();
              vertx.setTimer(SHORT.toMillis() * 3, passed -> timers.want());
            });

    assertThat(late.code()).isEqualTo(RefusalCode.IDLE_BODY);
  }

  @Test
  void steadyBodyOnlyExceedsTheTotalTime(Vertx vertx) {
    Refused late =
        firstLate(
            vertx,
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            timers -> {
              timers.want();
              vertx.setPeriodic(10, passed -> timers.arrived(1));
            });

    assertThat(late.code()).isEqualTo(RefusalCode.LOAD_TIMEOUT);
  }

  @Test
  void slowBodyIsRefusedWithItsRate(Vertx vertx) {
    Refused late =
        firstLate(
            vertx,
            limits(LONG, LONG, 1000),
            timers -> {
              timers.want();
              vertx.setPeriodic(10, passed -> timers.arrived(1));
            });

    assertThat(late.code()).isEqualTo(RefusalCode.SLOW_BODY);
    assertThat(late.detail()).contains("limits.min_bytes_per_second", "1000 bytes per second");
  }

  @Test
  void bodyAboveTheRateIsNotSlow(Vertx vertx) {
    Refused late =
        firstLate(
            vertx,
            limits(LONG, OVER.multipliedBy(3), 1000),
            timers -> {
              timers.want();
              timers.arrived(1000);
              vertx.setPeriodic(10, passed -> timers.arrived(1000));
            });

    assertThat(late.code()).isEqualTo(RefusalCode.LOAD_TIMEOUT);
  }

  @Test
  void pausedTimeDoesNotCountForTheRate(Vertx vertx) {
    Refused late =
        firstLate(
            vertx,
            limits(LONG, OVER.multipliedBy(3), 1000),
            timers ->
                vertx.setPeriodic(
                    10,
                    passed -> {
                      timers.want();
                      timers.rest();
                    }));

    assertThat(late.code()).isEqualTo(RefusalCode.LOAD_TIMEOUT);
  }

  @Test
  void waitsAddUpForTheRate(Vertx vertx) {
    Refused late =
        firstLate(
            vertx,
            limits(LONG, LONG, 1000),
            timers ->
                vertx.setPeriodic(
                    50,
                    passed -> {
                      timers.want();
                      vertx.setTimer(40, later -> timers.rest());
                    }));

    assertThat(late.code()).isEqualTo(RefusalCode.SLOW_BODY);
  }

  @Test
  void stoppedTimersReportNothing(Vertx vertx) {
    List<RefusalCode> late = new ArrayList<>();
    CompletableFuture<Void> muchLater = new CompletableFuture<>();
    vertx.runOnContext(
        start -> {
          BodyTimers timers =
              new BodyTimers(vertx, limits(SHORT, SHORT), refused -> late.add(refused.code()));
          timers.start();
          timers.want();
          timers.stop();
          timers.want();
          vertx.setTimer(SHORT.toMillis() * 3, passed -> muchLater.complete(null));
        });

    muchLater.join();
    assertThat(late).isEmpty();
  }

  private static Refused firstLate(
      Vertx vertx, Duration idle, Duration total, Consumer<BodyTimers> script) {
    return firstLate(vertx, limits(idle, total), script);
  }

  private static Refused firstLate(
      Vertx vertx, HttpSettings.BodyLimits limits, Consumer<BodyTimers> script) {
    CompletableFuture<Refused> first = new CompletableFuture<>();
    vertx.runOnContext(
        start -> {
          BodyTimers timers = new BodyTimers(vertx, limits, first::complete);
          timers.start();
          script.accept(timers);
        });
    return first.join();
  }

  private static HttpSettings.BodyLimits limits(Duration idle, Duration total) {
    return limits(idle, total, 0);
  }

  private static HttpSettings.BodyLimits limits(Duration idle, Duration total, long rate) {
    return new HttpSettings.BodyLimits(
        1000, 200, idle, total, new HttpSettings.MinimumRate(rate, OVER), 512 * 1024);
  }
}
