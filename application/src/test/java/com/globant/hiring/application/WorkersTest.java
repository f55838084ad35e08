package com.globant.hiring.application;

import static com.globant.hiring.application.Stages.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private final Workers workers = new Workers("test", 2);

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void workIsDoneOnNamedDaemonThreads() {
    Thread thread = resultOf(workers.call(Thread::currentThread));

    assertThat(thread.getName()).isEqualTo("test-1");
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void moreWorkThanThreadsWaits() {
    CompletableFuture<String> release = new CompletableFuture<>();
    CompletionStage<String> first = workers.call(release::join);
    CompletionStage<String> second = workers.call(release::join);
    CompletionStage<String> third = workers.call(() -> "third");

    assertThat(first.toCompletableFuture()).isNotDone();
    assertThat(second.toCompletableFuture()).isNotDone();
    assertThat(third.toCompletableFuture()).isNotDone();
    release.complete("released");

    assertThat(resultOf(first)).isEqualTo("released");
    assertThat(resultOf(third)).isEqualTo("third");
  }

  @Test
  void failureOfWorkIsThatOfTheStage() {
    IllegalStateException defect = new IllegalStateException("defect");

    assertThatThrownBy(
            () ->
                resultOf(
                    workers.call(
                        () -> {
                          throw defect;
                        })))
        .isSameAs(defect);
  }

  @Test
  void closedPoolRefusesWorkAndFinishesWhatRuns() {
    CompletableFuture<String> release = new CompletableFuture<>();
    CompletionStage<String> running = workers.call(release::join);

    workers.requireOpen();
    workers.close();

    assertThatThrownBy(() -> resultOf(workers.call(() -> "late")))
        .satisfies(WorkersTest::isDraining);
    assertThatThrownBy(workers::requireOpen).satisfies(WorkersTest::isDraining);
    release.complete("done");
    assertThat(resultOf(running)).isEqualTo("done");
  }

  @Test
  void noThreadIsLeftAfterClosing() throws InterruptedException {
    Thread thread = resultOf(workers.call(Thread::currentThread));

    workers.close();

    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();
  }

  private static void isDraining(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
  }
}
