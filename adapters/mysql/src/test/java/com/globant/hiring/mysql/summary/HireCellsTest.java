package com.globant.hiring.mysql.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.mysql.summary.HireCells.Cell;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HireCellsTest {
  private final HireCells cells = new HireCells();

  @Test
  void hiresAreCountedByQuarterAndThoseWithoutAJobApart() {
    cells.add(hire("2021-01-01T00:00:00", 1, 2));
    cells.add(hire("2021-03-31T23:59:59.999999", 1, 2));
    cells.add(hire("2021-04-01T00:00:00", 1, 2));
    cells.add(hire("2021-12-31T23:59:59.999999", 1, 2));
    cells.add(new Hire(LocalDateTime.parse("2021-07-01T00:00:00"), 1, null));

    assertThat(cells.drain())
        .containsExactly(
            new Cell(2021, 1, 2, 2, 1, 0, 1), new Cell(2021, 1, HireCells.NO_JOB, 0, 0, 1, 0));
  }

  @Test
  void hiresWithoutADateOrADepartmentAreNotCounted() {
    cells.add(new Hire(null, 1, 1));
    cells.add(new Hire(LocalDateTime.parse("2021-07-01T00:00:00"), null, 1));

    assertThat(cells.drain()).isEmpty();
  }

  @Test
  void whatIsSubtractedAndAddedAgainIsNoChange() {
    cells.subtract(hire("2021-01-01T00:00:00", 1, 2));
    cells.add(hire("2021-01-01T00:00:00", 1, 2));
    cells.subtract(hire("1999-05-01T00:00:00", 1, 2));

    assertThat(cells.drain()).containsExactly(new Cell(1999, 1, 2, 0, -1, 0, 0));
    assertThat(cells.size()).isZero();
    assertThat(cells.drain()).isEmpty();
  }

  @Test
  void cellsAreInTheOrderOfTheirKey() {
    int[] numbers = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE};
    List<Cell> expected = new ArrayList<>();
    for (int year : new int[] {1000, 9999}) {
      for (int department : numbers) {
        for (int job : numbers) {
          expected.add(new Cell(year, department, job, 0, 1, 0, 0));
          cells.add(hire(year + "-05-05T00:00:00", department, job));
        }
        expected.add(new Cell(year, department, HireCells.NO_JOB, 0, 1, 0, 0));
        cells.add(new Hire(LocalDateTime.of(year, 5, 5, 0, 0), department, null));
      }
    }

    assertThat(cells.drain()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 10_000})
  void anyNumberOfCellsIsCountedAsInAMap(int keys) {
    Random random = new Random(keys);
    Map<List<Integer>, Long> expected = new TreeMap<>((one, other) -> compare(one, other));
    for (int i = 0; i < 30_000; i++) {
      List<Integer> key =
          List.of(1000 + random.nextInt(9000), random.nextInt(keys), random.nextInt(keys));
      expected.merge(key, 1L, Long::sum);
      cells.add(new Hire(LocalDateTime.of(key.get(0), 1, 1, 0, 0), key.get(1), key.get(2)));
    }

    assertThat(cells.size()).isEqualTo(expected.size());
    assertThat(cells.drain())
        .isEqualTo(
            expected.entrySet().stream()
                .map(
                    entry ->
                        new Cell(
                            entry.getKey().get(0),
                            entry.getKey().get(1),
                            entry.getKey().get(2),
                            entry.getValue(),
                            0,
                            0,
                            0))
                .toList());
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = Integer.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static Hire hire(String datetime, int department, int job) {
    return new Hire(LocalDateTime.parse(datetime), department, job);
  }
}
