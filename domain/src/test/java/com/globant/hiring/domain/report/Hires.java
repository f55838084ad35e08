package com.globant.hiring.domain.report;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hires for the tests of the reports. */
final class Hires {
  private static final LocalDateTime FIRST = LocalDateTime.of(2020, 10, 1, 0, 0);

  private Hires() {}

  static Hire on(@Nullable String datetime, @Nullable Integer department, @Nullable Integer job) {
    return new Hire(datetime == null ? null : LocalDateTime.parse(datetime), department, job);
  }

  /** Some in 2021 and some not, of departments 1 to 4 and jobs 10 to 13, some fields missing. */
  static List<Hire> random(Random random, int atMost) {
    return Stream.generate(
            () ->
                new Hire(
                    random.nextInt(10) == 0 ? null : FIRST.plusHours(random.nextInt(24 * 600)),
                    random.nextInt(10) == 0 ? null : 1 + random.nextInt(4),
                    random.nextInt(10) == 0 ? null : 10 + random.nextInt(4)))
        .limit(random.nextInt(atMost + 1))
        .toList();
  }
}
