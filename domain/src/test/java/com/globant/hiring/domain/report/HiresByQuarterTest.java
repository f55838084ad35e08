package com.globant.hiring.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

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

class HiresByQuarterTest {
  private static final Map<Integer, @Nullable String> DEPARTMENTS =
      Map.of(1, "Supply Chain", 2, "Staff", 3, "Nobody hired here");
  private static final Map<Integer, @Nullable String> JOBS =
      Map.of(10, "Manager", 11, "Recruiter", 12, "Nobody hired for this");

  @Test
  void hiresAreCountedByDepartmentJobAndQuarter() {
    List<Hire> hires =
        List.of(
            Hires.on("2021-01-01T00:00:00", 1, 10),
            Hires.on("2021-03-31T23:59:59", 1, 10),
            Hires.on("2021-04-01T00:00:00", 1, 10),
            Hires.on("2021-06-30T23:59:59", 2, 11),
            Hires.on("2021-07-01T00:00:00", 2, 11),
            Hires.on("2021-09-30T23:59:59", 2, 11),
            Hires.on("2021-10-01T00:00:00", 2, 10),
            Hires.on("2021-12-31T23:59:59", 2, 10));

    assertThat(HiresByQuarter.of(2021, DEPARTMENTS, JOBS, hires))
        .containsExactly(
            new HiresByQuarter(2, "Staff", 10, "Manager", 0, 0, 0, 2),
            new HiresByQuarter(2, "Staff", 11, "Recruiter", 0, 1, 2, 0),
            new HiresByQuarter(1, "Supply Chain", 10, "Manager", 2, 1, 0, 0));
  }

  @Test
  void otherYearsDoNotCount() {
    List<Hire> hires =
        List.of(Hires.on("2020-12-31T23:59:59", 1, 10), Hires.on("2022-01-01T00:00:00", 1, 10));

    assertThat(HiresByQuarter.of(2021, DEPARTMENTS, JOBS, hires)).isEmpty();
  }

  @Test
  void hiresWithoutADateADepartmentOrAJobDoNotCount() {
    List<Hire> hires =
        List.of(
            Hires.on(null, 1, 10),
            Hires.on("2021-01-01T00:00:00", null, 10),
            Hires.on("2021-01-01T00:00:00", 1, null));

    assertThat(HiresByQuarter.of(2021, DEPARTMENTS, JOBS, hires)).isEmpty();
  }

  @Test
  void hiresInADepartmentOrForAJobThatIsNoneDoNotCount() {
    List<Hire> hires =
        List.of(Hires.on("2021-01-01T00:00:00", 99, 10), Hires.on("2021-01-01T00:00:00", 1, 99));

    assertThat(HiresByQuarter.of(2021, DEPARTMENTS, JOBS, hires)).isEmpty();
  }

  @Test
  void aYearWithoutHiresHasNoLines() {
    assertThat(HiresByQuarter.of(2021, DEPARTMENTS, JOBS, List.of())).isEmpty();
    assertThat(HiresByQuarter.of(2021, Map.of(), Map.of(), List.of())).isEmpty();
  }

  @Test
  void namesThatAreEqualStayApartByTheirIds() {
    Map<Integer, @Nullable String> departments = Map.of(2, "Sales", 1, "Sales");
    Map<Integer, @Nullable String> jobs = Map.of(20, "Clerk", 10, "Clerk");
    List<Hire> hires =
        List.of(
            Hires.on("2021-05-01T00:00:00", 2, 20),
            Hires.on("2021-05-01T00:00:00", 2, 10),
            Hires.on("2021-05-01T00:00:00", 1, 20));

    assertThat(HiresByQuarter.of(2021, departments, jobs, hires))
        .containsExactly(
            new HiresByQuarter(1, "Sales", 20, "Clerk", 0, 1, 0, 0),
            new HiresByQuarter(2, "Sales", 10, "Clerk", 0, 1, 0, 0),
            new HiresByQuarter(2, "Sales", 20, "Clerk", 0, 1, 0, 0));
  }

  @Test
  void theJobIsOrderedByBeforeTheIdOfTheDepartment() {
    Map<Integer, @Nullable String> departments = Map.of(2, "Sales", 1, "Sales");
    List<Hire> hires =
        List.of(Hires.on("2021-05-01T00:00:00", 1, 11), Hires.on("2021-05-01T00:00:00", 2, 10));

    assertThat(HiresByQuarter.of(2021, departments, JOBS, hires))
        .extracting(HiresByQuarter::job)
        .containsExactly("Manager", "Recruiter");
  }

  @Test
  void missingNamesComeFirstAndAreKeptMissing() {
    Map<Integer, @Nullable String> departments = new HashMap<>(DEPARTMENTS);
    departments.put(1, null);
    List<Hire> hires =
        List.of(Hires.on("2021-05-01T00:00:00", 2, 10), Hires.on("2021-05-01T00:00:00", 1, 10));

    List<HiresByQuarter> lines = HiresByQuarter.of(2021, departments, JOBS, hires);

    assertThat(lines).extracting(HiresByQuarter::departmentId).containsExactly(1, 2);
    assertThat(lines.get(0).cells()).containsExactly(null, "Manager", "0", "1", "0", "0");
  }

  @Test
  void theCellsStandUnderTheHeader() {
    assertThat(Report.HIRES_BY_QUARTER.header())
        .containsExactly("department", "job", "Q1", "Q2", "Q3", "Q4");
    assertThat(new HiresByQuarter(1, "Staff", 2, "Clerk", 3, 0, 2, 1).cells())
        .containsExactly("Staff", "Clerk", "3", "0", "2", "1");
  }

  @Property
  void everyHireThatCountsIsCountedOnceWhateverTheOrder(@ForAll Random random) {
    List<Hire> hires = new ArrayList<>(Hires.random(random, 60));
    List<HiresByQuarter> lines = HiresByQuarter.of(2021, DEPARTMENTS, JOBS, hires);

    assertThat(
            lines.stream().mapToLong(line -> line.q1() + line.q2() + line.q3() + line.q4()).sum())
        .isEqualTo(hires.stream().filter(HiresByQuarterTest::counts).count());
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line.q3())
                    .isEqualTo(hires.stream().filter(hire -> in(hire, line, 7, 9)).count()));
    Collections.shuffle(hires, random);
    assertThat(HiresByQuarter.of(2021, DEPARTMENTS, JOBS, hires)).isEqualTo(lines);
  }

  private static boolean counts(Hire hire) {
    return hire.isIn(2021)
        && DEPARTMENTS.containsKey(hire.departmentId() == null ? -1 : hire.departmentId())
        && JOBS.containsKey(hire.jobId() == null ? -1 : hire.jobId());
  }

  private static boolean in(Hire hire, HiresByQuarter line, int firstMonth, int lastMonth) {
    return counts(hire)
        && Integer.valueOf(line.departmentId()).equals(hire.departmentId())
        && Integer.valueOf(line.jobId()).equals(hire.jobId())
        && hire.datetime() != null
        && hire.datetime().getMonthValue() >= firstMonth
        && hire.datetime().getMonthValue() <= lastMonth;
  }
}
