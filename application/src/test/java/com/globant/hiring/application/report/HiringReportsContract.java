package com.globant.hiring.application.report;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.report.DepartmentAboveMean;
import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.HiresByQuarter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link HiringReports} keeps. */
public abstract class HiringReportsContract {
  private static final List<@Nullable String> NAMES = names();

  protected abstract HiringReports reports();

  /** Loads into what is reported on. */
  protected abstract LoadTransactions transactions();

  /** A schema that this test has for itself. */
  protected abstract String schema();

  @Test
  void emptyTablesGiveEmptyReports() {
    load(HiringTables.HIRED_EMPLOYEES, List.of());
    load(HiringTables.DEPARTMENTS, List.of());
    load(HiringTables.JOBS, List.of());

    assertThat(await(reports().rows(Report.HIRES_BY_QUARTER, schema(), 2021))).isEmpty();
    assertThat(await(reports().rows(Report.DEPARTMENTS_ABOVE_MEAN, schema(), 2021))).isEmpty();
  }

  @Test
  void hiresWithoutAKnownDepartmentOrJobDoNotCount() {
    LocalDateTime datetime = LocalDateTime.of(2021, 5, 5, 5, 5);
    List<Row> departments = List.of(row(1, 1, "Sales"), row(2, 2, "Legal"));
    List<Row> jobs = List.of(row(1, 1, "Clerk"));
    List<Row> hires =
        List.of(hire(1, datetime, 1, 1), hire(2, datetime, 99, 1), hire(3, datetime, 1, 99));
    load(HiringTables.DEPARTMENTS, departments);
    load(HiringTables.JOBS, jobs);
    load(HiringTables.HIRED_EMPLOYEES, hires);

    assertThat(await(reports().rows(Report.HIRES_BY_QUARTER, schema(), 2021))).hasSize(1);
    assertEqualsDefinitions(2021, departments, jobs, hires);
  }

  @Test
  void uncommittedRowsDoNotCount() {
    load(HiringTables.JOBS, List.of(row(1, 1, "Clerk")));
    load(HiringTables.DEPARTMENTS, List.of(row(1, 1, "Sales"), row(2, 2, "Legal")));
    load(HiringTables.HIRED_EMPLOYEES, List.of(hire(1, LocalDateTime.of(2021, 1, 1, 0, 0), 1, 1)));
    LoadTransaction load =
        await(
            transactions()
                .begin(
                    Loads.plan(
                        schema(), HiringTables.HIRED_EMPLOYEES, false, DuplicateKeys.REJECT)));
    await(load.write(List.of(hire(2, LocalDateTime.of(2021, 4, 1, 0, 0), 2, 1))));

    assertThat(await(reports().rows(Report.DEPARTMENTS_ABOVE_MEAN, schema(), 2021)))
        .isEqualTo(List.of(new DepartmentAboveMean(1, "Sales", 1)));
    await(load.rollback());
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 2020, 2021, 9999})
  void quartersBeginAndEndOnTheMicrosecond(int year) {
    load(HiringTables.JOBS, List.of(row(1, 1, "Clerk")));
    load(HiringTables.DEPARTMENTS, List.of(row(1, 1, "Sales")));
    List<Row> rows = new ArrayList<>();
    for (int month : new int[] {1, 4, 7, 10}) {
      LocalDateTime start = LocalDateTime.of(year, month, 1, 0, 0);
      rows.add(hire(rows.size(), start, 1, 1));
      rows.add(hire(rows.size(), start.plusMonths(3).minus(1, ChronoUnit.MICROS), 1, 1));
      rows.add(hire(rows.size(), start.plusMonths(3).minus(1, ChronoUnit.MICROS), 1, 1));
    }
    if (year > Report.FIRST_YEAR) {
      rows.add(hire(100, LocalDateTime.of(year - 1, 12, 31, 23, 59, 59, 999_999_000), 1, 1));
    }
    if (year < Report.LAST_YEAR) {
      rows.add(hire(101, LocalDateTime.of(year + 1, 1, 1, 0, 0), 1, 1));
    }
    load(HiringTables.HIRED_EMPLOYEES, rows);

    assertThat(await(reports().rows(Report.HIRES_BY_QUARTER, schema(), year)))
        .isEqualTo(List.of(new HiresByQuarter(1, "Sales", 1, "Clerk", 3, 3, 3, 3)));
  }

  @Test
  void namesAreInAlphabeticalOrder() {
    load(HiringTables.JOBS, List.of(row(1, 1, "Clerk")));
    List<Row> departments = new ArrayList<>();
    List<Row> hires = new ArrayList<>();
    List<@Nullable String> names = new ArrayList<>(NAMES);
    names.addAll(NAMES);
    for (int id = 0; id < names.size(); id++) {
      departments.add(row(id, id, names.get(id)));
      hires.add(hire(id, LocalDateTime.of(2021, 5, 5, 5, 5), id, 1));
    }
    load(HiringTables.DEPARTMENTS, departments);
    load(HiringTables.HIRED_EMPLOYEES, hires);

    assertEqualsDefinitions(2021, departments, List.of(row(1, 1, "Clerk")), hires);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void reportsEqualTheirDefinitions(long seed) {
    Random random = new Random(seed);
    List<Row> departments = named(random);
    List<Row> jobs = named(random);
    List<Row> hires = new ArrayList<>();
    int count = random.nextInt(400);
    for (int id = 0; id < count; id++) {
      hires.add(
          hire(id, datetime(random), reference(random, departments), reference(random, jobs)));
    }
    load(HiringTables.DEPARTMENTS, departments);
    load(HiringTables.JOBS, jobs);
    load(HiringTables.HIRED_EMPLOYEES, hires);

    for (int year : new int[] {1000, 1999, 2020, 2021, 2022, 9999}) {
      assertEqualsDefinitions(year, departments, jobs, hires);
    }
  }

  private void assertEqualsDefinitions(
      int year, List<Row> departments, List<Row> jobs, List<Row> hires) {
    List<Hire> asHires =
        hires.stream()
            .map(
                hire ->
                    new Hire(
                        (LocalDateTime) hire.value(2),
                        (Integer) hire.value(3),
                        (Integer) hire.value(4)))
            .toList();
    assertThat(await(reports().rows(Report.HIRES_BY_QUARTER, schema(), year)))
        .isEqualTo(HiresByQuarter.of(year, names(departments), names(jobs), asHires));
    assertThat(await(reports().rows(Report.DEPARTMENTS_ABOVE_MEAN, schema(), year)))
        .isEqualTo(DepartmentAboveMean.of(year, names(departments), asHires));
    assertEqualsTheTables(year, HireCount.of(year, asHires));
  }

  /** The reports on hires that were counted elsewhere are those on the same hires in the table. */
  private void assertEqualsTheTables(int year, List<HireCount> hires) {
    for (Report report : Report.values()) {
      List<? extends ReportRow> ofTables = await(reports().rows(report, schema(), year));
      List<? extends ReportRow> ofCounts = await(reports().rows(report, schema(), hires));
      assertThat(ofCounts).isEqualTo(ofTables);
    }
  }

  private void load(Table table, List<Row> rows) {
    Loads.replace(transactions(), schema(), table, rows);
  }

  private static Row hire(
      int id, @Nullable LocalDateTime at, @Nullable Integer department, @Nullable Integer job) {
    return row(id, id, "Ada", at, department, job);
  }

  private static Map<Integer, @Nullable String> names(List<Row> rows) {
    Map<Integer, @Nullable String> names = new HashMap<>();
    rows.forEach(row -> names.put((Integer) row.value(0), (String) row.value(1)));
    return names;
  }

  private static List<Row> named(Random random) {
    List<Row> rows = new ArrayList<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      rows.add(row(i, i * 7 - 20, NAMES.get(random.nextInt(NAMES.size()))));
    }
    return rows;
  }

  /** A key that is there, mostly; else none, or one that is not there. */
  private static @Nullable Integer reference(Random random, List<Row> rows) {
    int choice = random.nextInt(20);
    if (choice == 0) {
      return null;
    }
    return choice == 1 || rows.isEmpty()
        ? 4711
        : (Integer) rows.get(random.nextInt(rows.size())).value(0);
  }

  private static @Nullable LocalDateTime datetime(Random random) {
    int[] years = {1000, 1999, 2020, 2021, 2021, 2021, 2022, 9999};
    return random.nextInt(20) == 0
        ? null
        : LocalDateTime.of(years[random.nextInt(years.length)], 1, 1, 0, 0)
            .plusDays(random.nextInt(365))
            .plusNanos(random.nextLong(86_400_000_000L) * 1000);
  }

  /** Missing, empty, twins in case, in accents and in trailing blanks, and every width in UTF-8. */
  private static List<@Nullable String> names() {
    List<@Nullable String> names = new ArrayList<>();
    names.add(null);
    names.addAll(
        List.of(
            "", " ", "  ", "sales", "Sales", "SALES", "Sales ", "Säles", "Sa\u0308les", "Sales\t"));
    names.addAll(
        List.of("Ñandú", "nandu", "ß", "ss", "\uFFFD", "\uE000", "🦊", "𝒜", "日本", "0", "00"));
    names.addAll(List.of("O'Hara, \"Q\"", "a\nb", "a\0b", "a\0", "a", "🦊".repeat(254) + "a"));
    names.addAll(List.of("🦊".repeat(254) + "b", "🦊".repeat(255), "🦊".repeat(254)));
    return names;
  }
}
