package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.record.Loads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteLimiterTest {
  /** Longer than any test. */
  private static final Duration LONG = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    threads.shutdown();
    await(vertx.close().toCompletionStage());
  }

  @Test
  void limitHoldsForWritesOfAllThreads() {
    WriteLimiter limiter = new WriteLimiter(vertx, 3, LONG);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Void>> writes =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    started(
                        limiter,
                        () -> {
                          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                          underWay.decrementAndGet();
                        }))
            .toList();

    writes.forEach(write -> await(write));
    assertThat(most.get()).isBetween(1, 3);
    assertThat(underWay.get()).isZero();
  }

  @Test
  void writeWaitsForTheEndOfAnother() throws Exception {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, LONG);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> first =
        started(
            limiter,
            () -> {
              begun.countDown();
              awaitLatch(end);
            });
    begun.await();
    CompletableFuture<Void> second = started(limiter, () -> assertThat(end.getCount()).isZero());
    assertThat(second).isNotDone();

    end.countDown();

    await(first);
    await(second);
  }

  @Test
  void writeThatTakesTooLongDoesNotBlockTheNext() throws Exception {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, Duration.ofMillis(20));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> endless =
        started(
            limiter,
            () -> {
              begun.countDown();
              awaitLatch(end);
            });
    begun.await();

    // Like a load that has locked what the first one waits for.
    limiter.run(end::countDown);

    await(endless);
  }

  @Test
  void failedWriteDoesNotCountAnyMore() {
    WriteLimiter limiter = new WriteLimiter(vertx, 1, LONG);

    assertThatThrownBy(
            () ->
                limiter.run(
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    AtomicInteger run = new AtomicInteger();
    limiter.run(run::incrementAndGet);
    assertThat(run.get()).isOne();
  }

  private CompletableFuture<Void> started(WriteLimiter limiter, Runnable write) {
    return CompletableFuture.runAsync(() -> limiter.run(write), threads);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
