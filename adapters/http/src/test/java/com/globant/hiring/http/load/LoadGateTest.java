package com.globant.hiring.http.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.Problem;
import org.junit.jupiter.api.Test;

class LoadGateTest {
  private final LoadGate gate = new LoadGate(3, 2);

  @Test
  void oneCallerCannotUseAllPlaces() {
    gate.enter("the client ana");
    gate.enter("the client ana");

    assertRefused("the client ana", HttpCode.TOO_MANY_LOADS, "2 loads of the client ana");
    gate.enter("the address 127.0.0.1");
    assertRefused("the client bob", HttpCode.TOO_MANY_LOADS, "limits.max_concurrent_loads");
  }

  @Test
  void placeOfAnEndedLoadIsFreeBeforeItsAnswer() {
    gate.enter("ana");
    gate.enter("ana");
    gate.ended("ana");
    gate.enter("ana");

    assertRefused("ana", HttpCode.TOO_MANY_LOADS, "limits.max_loads_per_caller");
  }

  @Test
  void drainCompletesWhenTheLastLoadHasBeenAnswered() {
    gate.enter("ana");
    gate.enter("bob");

    var drained = gate.drain().toCompletableFuture();

    assertRefused("ana", RefusalCode.DRAINING, "shutting down");
    gate.ended("ana");
    gate.answered();
    gate.ended("bob");
    assertThat(drained).isNotDone();
    gate.answered();
    assertThat(drained).isCompleted();
  }

  private void assertRefused(String caller, Enum<?> code, String detail) {
    assertThatThrownBy(() -> gate.enter(caller))
        .satisfies(
            refused -> assertThat(Problem.of(refused).code()).isEqualToIgnoringCase(code.name()))
        .hasMessageContaining(detail);
  }
}
