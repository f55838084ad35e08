package com.globant.hiring.application;

import static com.globant.hiring.application.Blocking.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BlockingTest {
  @Test
  void resultIsGiven() {
    assertThat(await(CompletableFuture.completedStage(1))).isEqualTo(1);
  }

  @Test
  void uncheckedFailuresAreThrownAsTheyAre() {
    IllegalStateException defect = new IllegalStateException("defect");
    AssertionError error = new AssertionError("error");

    assertThatThrownBy(() -> await(failed(defect))).isSameAs(defect);
    assertThatThrownBy(() -> await(failed(defect).thenApply(x -> x))).isSameAs(defect);
    assertThatThrownBy(() -> await(failed(error))).isSameAs(error);
  }

  @Test
  void checkedFailureIsTheCauseOfAnUncheckedOne() {
    IOException failure = new IOException("reset");

    assertThatThrownBy(() -> await(failed(failure)))
        .isInstanceOf(IllegalStateException.class)
        .hasCause(failure);
  }

  @Test
  void stackTraceOfADefectShowsWhoWaited() {
    IllegalStateException defect = new IllegalStateException("defect");

    assertThat(catchThrowable(() -> await(failed(defect)))).isSameAs(defect);

    assertThat(defect.getSuppressed()).hasSize(1);
    assertThat(Arrays.stream(defect.getSuppressed()[0].getStackTrace()))
        .anyMatch(frame -> frame.getMethodName().contains("stackTraceOfADefectShowsWhoWaited"));
  }

  @Test
  void refusalNeedsNoStackTrace() {
    Refused refused = new Refused(RefusalCode.TABLE_BUSY, "busy");

    assertThatThrownBy(() -> await(failed(refused))).isSameAs(refused);
    assertThat(refused.getSuppressed()).isEmpty();
  }

  private static CompletionStage<Object> failed(Throwable failure) {
    return CompletableFuture.failedStage(failure);
  }
}
