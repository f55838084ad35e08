package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.record.Loads.await;
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
  void limitHoldsForWritesOfAllThreads() {
    WriteLimiter limiter = new WriteLimiter(vertx, 3, LONG);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> works =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    limiter.run(
                        () -> {
                          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                          // Counted by the write itself: its listeners may be called after the next
                          // write has started.
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
  void writesStartInTheOrderOfTheCalls() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, LONG);
    Promise<Void> first = Promise.promise();
    ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
    List<Future<Void>> works = new ArrayList<>();
    works.add(limiter.run(first::future));
    for (int i = 1; i < 20; i++) {
      int number = i;
      works.add(
          limiter.run(
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
  void writeThatTakesTooLongDoesNotBlockTheNext() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, Duration.ofMillis(20));
    Promise<String> endless = Promise.promise();
    Future<String> waiting = limiter.run(endless::future);

    // Like a load that has locked what the first one waits for.
    assertThat(result(limiter.run(() -> Future.succeededFuture("second")))).isEqualTo("second");

    endless.complete("first");
    assertThat(result(waiting)).isEqualTo("first");
  }

  @Test
  void failedWriteDoesNotCountAnyMore() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, LONG);
    Future<Void> failing = limiter.run(() -> Future.failedFuture(new IllegalStateException("no")));

    assertThatThrownBy(() -> result(failing)).hasMessage("no");
    assertThat(result(limiter.run(() -> Future.succeededFuture("next")))).isEqualTo("next");
  }

  @Test
  void writeRunsOnTheContextOfTheCaller() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, LONG);
    Context context = vertx.getOrCreateContext();
    Promise<Context> seen = Promise.promise();
    context.runOnContext(
        nothing ->
            limiter.run(() -> Future.succeededFuture(Vertx.currentContext())).onComplete(seen));

    assertThat(result(seen.future())).isSameAs(context);
  }

  private static <T> T result(Future<T> future) {
    return await(future.toCompletionStage());
  }
}
