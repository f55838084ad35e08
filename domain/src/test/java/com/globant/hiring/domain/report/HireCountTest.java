package com.globant.hiring.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class HireCountTest {
  @Test
  void hiresAreCountedByDepartmentJobAndQuarterOfOneYear() {
    List<Hire> hires =
        List.of(
            hire("2021-01-01T00:00:00", 1, 2),
            hire("2021-03-31T23:59:59.999999", 1, 2),
            hire("2021-12-31T23:59:59", 1, 2),
            hire("2021-07-01T00:00:00", 1, 3),
            hire("2020-12-31T23:59:59.999999", 1, 2),
            hire("2022-01-01T00:00:00", 1, 2));

    assertThat(HireCount.of(2021, hires))
        .containsExactlyInAnyOrder(
            new HireCount(1, 2, 2, 0, 0, 1), new HireCount(1, 3, 0, 0, 1, 0));
  }

  @Test
  void hiresWithoutAJobCountWithoutAJob() {
    Hire hire = new Hire(LocalDateTime.of(2021, 5, 5, 5, 5), 4, null);

    assertThat(HireCount.of(2021, List.of(hire, hire)))
        .containsExactly(new HireCount(4, null, 0, 2, 0, 0));
  }

  @Test
  void hiresWithoutADateOrADepartmentDoNotCount() {
    List<Hire> hires =
        List.of(new Hire(null, 1, 2), new Hire(LocalDateTime.of(2021, 5, 5, 5, 5), null, 2));

    assertThat(HireCount.of(2021, hires)).isEmpty();
  }

  @Test
  void aYearIsAllItsQuarters() {
    assertThat(new HireCount(1, 2, 3, 40, 500, 6000).hired()).isEqualTo(6543);
  }

  private static Hire hire(String datetime, int department, int job) {
    return new Hire(LocalDateTime.parse(datetime), department, job);
  }
}
