package com.globant.hiring.csv;

import static com.globant.hiring.application.Stages.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenancyTest {
  private final Workers workers = new Workers("tenancy-test", 2);
  private final AtomicInteger released = new AtomicInteger();
  private final Tenancy tenancy =
      new Tenancy(workers, released::incrementAndGet, () -> new IllegalStateException("closed"));

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void usesFollowEachOther() {
    assertThat(resultOf(tenancy.use(() -> 1))).isEqualTo(1);
    assertThat(resultOf(tenancy.use(() -> 2))).isEqualTo(2);
    assertThat(released).hasValue(0);
  }

  @Test
  void aUseThatFailsIsFollowedByOthers() {
    assertThatThrownBy(
            () ->
                resultOf(
                    tenancy.use(
                        () -> {
                          throw new ArithmeticException("defect");
                        })))
        .isInstanceOf(ArithmeticException.class);
    assertThat(resultOf(tenancy.use(() -> 2))).isEqualTo(2);
  }

  @Test
  void theCloserReleasesWhatNobodyUses() {
    assertThat(tenancy.close()).isTrue();
    assertThat(tenancy.close()).isFalse();
    assertThat(released).hasValue(0);
    assertThatThrownBy(() -> resultOf(tenancy.use(() -> 1))).hasMessage("closed");
  }

  @Test
  void theUserReleasesWhatIsClosedUnderItsHands() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletionStage<Integer> use =
        tenancy.use(
            () -> {
              begun.countDown();
              go.await();
              return released.get();
            });
    await(begun);

    assertThat(tenancy.close()).isFalse();
    assertThat(tenancy.close()).isFalse();
    assertThat(released).hasValue(0);
    go.countDown();

    assertThatThrownBy(() -> resultOf(use)).hasMessage("closed");
    assertThat(released).hasValue(1);
    assertThat(tenancy.close()).isFalse();
  }

  @Test
  void aUseThatFailsWhenClosedFailsAsClosed() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletionStage<Integer> use =
        tenancy.use(
            () -> {
              begun.countDown();
              go.await();
              throw new ArithmeticException("what was closed under way fails in any way");
            });
    await(begun);
    tenancy.close();
    go.countDown();

    assertThatThrownBy(() -> resultOf(use)).hasMessage("closed");
    assertThat(released).hasValue(1);
  }

  @Test
  void aSecondUseAtOnceIsADefect() {
    CountDownLatch go = new CountDownLatch(1);
    CompletionStage<Integer> use =
        tenancy.use(
            () -> {
              go.await();
              return 1;
            });

    assertThatThrownBy(() -> tenancy.use(() -> 2)).isInstanceOf(IllegalStateException.class);
    go.countDown();
    assertThat(resultOf(use)).isEqualTo(1);
  }

  @Test
  void withoutWorkersItIsFreeAgain() {
    workers.close();

    assertThatThrownBy(() -> resultOf(tenancy.use(() -> 1)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
    assertThat(tenancy.close()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
