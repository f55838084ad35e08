package com.globant.hiring.application.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AsyncLoopTest {

  @Test
  void aMillionTurnsThatAreCompleteAtOnceNeedNoStack() {
    AtomicInteger turns = new AtomicInteger();

    CompletionStage<Void> loop =
        AsyncLoop.repeatWhile(
            () -> CompletableFuture.completedStage(turns.incrementAndGet() < 1_000_000));

    assertThat(loop.toCompletableFuture()).isCompleted();
    assertThat(turns).hasValue(1_000_000);
  }

  @Test
  void turnsThatCompleteOnOtherThreadsNeitherOverlapNorNeedStack() {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    AtomicInteger turns = new AtomicInteger();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    try {
      AsyncLoop.repeatWhile(
              () -> {
                if (running.incrementAndGet() > 1) {
                  overlaps.incrementAndGet();
                }
                int turn = turns.incrementAndGet();
                return CompletableFuture.supplyAsync(
                    () -> {
                      running.decrementAndGet();
                      return turn < 100_000;
                    },
                    turn % 3 == 0 ? Runnable::run : executor);
              })
          .toCompletableFuture()
          .join();
    } finally {
      executor.shutdownNow();
    }

    assertThat(turns).hasValue(100_000);
    assertThat(overlaps).hasValue(0);
  }

  @Test
  void aFailedTurnEndsTheLoopWithItsBareFailure() {
    IllegalStateException failure = new IllegalStateException("third");
    AtomicInteger turns = new AtomicInteger();

    CompletionStage<Void> loop =
        AsyncLoop.repeatWhile(
            () ->
                turns.incrementAndGet() < 3
                    ? CompletableFuture.completedStage(true)
                    : CompletableFuture.failedStage(new CompletionException(failure)));

    assertThatThrownBy(() -> loop.toCompletableFuture().get()).hasCause(failure);
    assertThat(turns).hasValue(3);
  }

  @Test
  void aTurnThatThrowsEndsTheLoop() {
    IllegalStateException failure = new IllegalStateException("at once");

    CompletionStage<Void> loop =
        AsyncLoop.repeatWhile(
            () -> {
              throw failure;
            });

    assertThatThrownBy(() -> loop.toCompletableFuture().get()).hasCause(failure);
  }
}
