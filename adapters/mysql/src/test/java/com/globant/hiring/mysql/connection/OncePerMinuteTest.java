package com.globant.hiring.mysql.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final OncePerMinute warnings = new OncePerMinute(now::get);

  @Test
  void eachWarningIsDueOnceAMinute() {
    assertThat(warnings.isDue("a")).isTrue();
    assertThat(warnings.isDue("b")).isTrue();
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(warnings.isDue("a")).isFalse();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(warnings.isDue("a")).isTrue();
    assertThat(warnings.isDue("a")).isFalse();
  }
}
