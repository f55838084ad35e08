package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.load.Loads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteLimiterTest {
  /** Longer than any test. */
  private static final Duration LONG = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close().toCompletionStage());
  }

  @Test
  void noMoreThanAllowedAreUnderWayWhoeverAsks() {
    WriteLimiter limiter = new WriteLimiter(vertx, 3, LONG);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> works =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    limiter.take(
                        () -> {
                          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                          // Counted down by the work itself: listeners may come after the turn.
                          return vertx.executeBlocking(
                              () -> {
                                underWay.decrementAndGet();
                                return i;
                              },
                              false);
                        }))
            .toList();

    assertThat(works.stream().map(WriteLimiterTest::result).toList())
        .isEqualTo(IntStream.range(0, 300).boxed().toList());
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void turnsComeInTheOrderOfTheCalls() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, LONG);
    Promise<Void> first = Promise.promise();
    ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
    List<Future<Void>> works = new ArrayList<>();
    works.add(limiter.take(first::future));
    for (int i = 1; i < 20; i++) {
      int number = i;
      works.add(
          limiter.take(
              () -> {
                order.add(number);
                return Future.succeededFuture();
              }));
    }

    assertThat(order).isEmpty();
    first.complete();
    works.forEach(WriteLimiterTest::result);
    assertThat(order).containsExactlyElementsOf(IntStream.range(1, 20).boxed().toList());
  }

  @Test
  void whoTakesTooLongLetsTheNextGo() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, Duration.ofMillis(20));
    Promise<String> endless = Promise.promise();
    Future<String> waiting = limiter.take(endless::future);

    // As one that holds what the first waits for.
    assertThat(result(limiter.take(() -> Future.succeededFuture("second")))).isEqualTo("second");

    endless.complete("first");
    assertThat(result(waiting)).isEqualTo("first");
  }

  @Test
  void workThatFailsEndsItsTurn() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, LONG);
    Future<Void> failing = limiter.take(() -> Future.failedFuture(new IllegalStateException("no")));

    assertThatThrownBy(() -> result(failing)).hasMessage("no");
    assertThat(result(limiter.take(() -> Future.succeededFuture("next")))).isEqualTo("next");
  }

  @Test
  void workIsDoneOnTheContextOfTheCaller() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, LONG);
    Context context = vertx.getOrCreateContext();
    Promise<Context> seen = Promise.promise();
    context.runOnContext(
        nothing ->
            limiter.take(() -> Future.succeededFuture(Vertx.currentContext())).onComplete(seen));

    assertThat(result(seen.future())).isSameAs(context);
  }

  private static <T> T result(Future<T> future) {
    return await(future.toCompletionStage());
  }
}
