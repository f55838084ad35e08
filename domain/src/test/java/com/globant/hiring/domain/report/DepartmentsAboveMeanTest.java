package com.globant.hiring.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DepartmentsAboveMeanTest {

  @Test
  void onlyMoreThanTheMeanCounts() {
    // 5, 3 and 1: a mean of 3.
    List<Hire> hires = hires(Map.of(1, 5, 2, 3, 3, 1));

    assertThat(DepartmentAboveMean.of(2021, departments(3), hires))
        .containsExactly(new DepartmentAboveMean(1, "D1", 5));
  }

  @Test
  void theMeanNeedNotBeAnInteger() {
    // 2, 1 and 1: a mean of 4/3, above which is 2 and not 1.
    assertThat(DepartmentAboveMean.of(2021, departments(3), hires(Map.of(1, 1, 2, 2, 3, 1))))
        .containsExactly(new DepartmentAboveMean(2, "D2", 2));
    // 2, 2 and 1: a mean of 5/3, which rounded would be 2.
    assertThat(DepartmentAboveMean.of(2021, departments(3), hires(Map.of(1, 2, 2, 2, 3, 1))))
        .extracting(DepartmentAboveMean::id)
        .containsExactly(1, 2);
  }

  @Test
  void departmentsWithoutHiresLowerTheMean() {
    // Alone, both would be at the mean of 2; with two others it is 1.
    Map<Integer, Integer> twoEach = Map.of(1, 2, 2, 2);

    assertThat(DepartmentAboveMean.of(2021, departments(2), hires(twoEach))).isEmpty();
    assertThat(DepartmentAboveMean.of(2021, departments(4), hires(twoEach)))
        .extracting(DepartmentAboveMean::id)
        .containsExactly(1, 2);
  }

  @Test
  void linesAreOrderedByHiresThenById() {
    List<Hire> hires = hires(Map.of(5, 3, 2, 3, 4, 9, 9, 3));

    assertThat(DepartmentAboveMean.of(2021, departments(12), hires))
        .containsExactly(
            new DepartmentAboveMean(4, "D4", 9),
            new DepartmentAboveMean(2, "D2", 3),
            new DepartmentAboveMean(5, "D5", 3),
            new DepartmentAboveMean(9, "D9", 3));
  }

  @Test
  void aHireWithoutAJobCountsAndOneWithoutADepartmentOrADateDoesNot() {
    List<Hire> hires =
        List.of(
            Hires.on("2021-05-01T00:00:00", 1, null),
            Hires.on("2021-05-01T00:00:00", null, 10),
            Hires.on(null, 2, 10),
            Hires.on(null, 2, 10));

    assertThat(DepartmentAboveMean.of(2021, departments(2), hires))
        .containsExactly(new DepartmentAboveMean(1, "D1", 1));
  }

  @Test
  void otherYearsCountNeitherForTheDepartmentNorForTheMean() {
    List<Hire> hires =
        List.of(
            Hires.on("2021-05-01T00:00:00", 1, 10),
            Hires.on("2020-12-31T23:59:59", 2, 10),
            Hires.on("2022-01-01T00:00:00", 2, 10));

    assertThat(DepartmentAboveMean.of(2021, departments(2), hires))
        .extracting(DepartmentAboveMean::id)
        .containsExactly(1);
  }

  @Test
  void aYearWithoutHiresHasNoLines() {
    assertThat(DepartmentAboveMean.of(2021, departments(3), List.of())).isEmpty();
    assertThat(DepartmentAboveMean.of(2021, Map.of(), List.of())).isEmpty();
  }

  @Test
  void theOnlyDepartmentIsNeverAboveItsMean() {
    assertThat(DepartmentAboveMean.of(2021, departments(1), hires(Map.of(1, 7)))).isEmpty();
  }

  @Test
  void aMissingNameIsKeptMissing() {
    Map<Integer, @Nullable String> departments = new HashMap<>(departments(2));
    departments.put(1, null);

    List<DepartmentAboveMean> lines =
        DepartmentAboveMean.of(2021, departments, hires(Map.of(1, 3)));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).cells()).containsExactly("1", null, "3");
  }

  @Test
  void theCellsStandUnderTheHeader() {
    assertThat(Report.DEPARTMENTS_ABOVE_MEAN.header()).containsExactly("id", "department", "hired");
    assertThat(new DepartmentAboveMean(7, "Staff", 45).cells()).containsExactly("7", "Staff", "45");
  }

  @Property
  void thoseAboveTheMeanAreThereWhateverTheOrderOfHires(@ForAll Random random) {
    Map<Integer, @Nullable String> departments = departments(5);
    List<Hire> hires = new ArrayList<>(Hires.random(random, 60));

    List<DepartmentAboveMean> lines = DepartmentAboveMean.of(2021, departments, hires);

    BigDecimal mean =
        departments.keySet().stream()
            .map(id -> hired(hires, id))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(BigDecimal.valueOf(departments.size()), MathContext.DECIMAL64);
    assertThat(lines)
        .extracting(DepartmentAboveMean::id)
        .containsExactlyInAnyOrderElementsOf(
            departments.keySet().stream()
                .filter(id -> hired(hires, id).compareTo(mean) > 0)
                .toList());
    Collections.shuffle(hires, random);
    assertThat(DepartmentAboveMean.of(2021, departments, hires)).isEqualTo(lines);
  }

  private static BigDecimal hired(List<Hire> hires, int department) {
    return BigDecimal.valueOf(
        hires.stream()
            .filter(hire -> Integer.valueOf(department).equals(hire.departmentId()))
            .filter(hire -> hire.isIn(2021))
            .count());
  }

  private static Map<Integer, @Nullable String> departments(int count) {
    Map<Integer, @Nullable String> departments = new HashMap<>();
    for (int id = 1; id <= count; id++) {
      departments.put(id, "D" + id);
    }
    return departments;
  }

  private static List<Hire> hires(Map<Integer, Integer> countByDepartment) {
    List<Hire> hires = new ArrayList<>();
    countByDepartment.forEach(
        (department, count) ->
            hires.addAll(
                Collections.nCopies(count, Hires.on("2021-05-01T00:00:00", department, 10))));
    return hires;
  }
}
