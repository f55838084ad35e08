package com.globant.hiring.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private final List<String> closed = new ArrayList<>();
  private final Resources resources = new Resources();

  @Test
  void resourcesCloseInReverseOrder() {
    resources.own(() -> closed.add("database"));
    resources.own(() -> closed.add("pool"));

    resources.close();
    resources.close();

    assertThat(closed).containsExactly("pool", "database");
  }

  @Test
  void aFailureToCloseDoesNotStopTheOthers() {
    resources.own(() -> closed.add("database"));
    resources.own(
        () -> {
          throw new IOException("on purpose");
        });

    resources.close();

    assertThat(closed).containsExactly("database");
  }

  @Test
  void theInterruptFlagIsRestored() {
    resources.own(() -> closed.add("database"));
    resources.own(
        () -> {
          throw new InterruptedException("on purpose");
        });

    resources.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).containsExactly("database");
  }
}
