package com.globant.hiring.domain.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A department that hired more in a year (UTC) than the mean of all departments.
 *
 * <p>Departments without a hire count as 0 in the mean; hires without a job count, hires without a
 * date or a department do not. Lines are ordered by the number hired, the largest first, then by
 * id.
 */
public record DepartmentAboveMean(int id, @Nullable String department, long hired)
    implements ReportRow {

  private static final Comparator<DepartmentAboveMean> ORDER =
      Comparator.comparingLong(DepartmentAboveMean::hired)
          .reversed()
          .thenComparingInt(DepartmentAboveMean::id);

  @Override
  public List<@Nullable String> cells() {
    return Arrays.asList(Integer.toString(id), department, Long.toString(hired));
  }

  /**
   * The report on hires that were counted.
   *
   * @param counts of one year
   * @param names of departments by id, of those at least that have hired; hires of others do not
   *     count
   * @param departments how many there are
   */
  public static List<DepartmentAboveMean> of(
      Collection<HireCount> counts, Map<Integer, @Nullable String> names, long departments) {
    Map<Integer, Long> hired = new HashMap<>();
    for (HireCount count : counts) {
      if (names.containsKey(count.departmentId())) {
        hired.merge(count.departmentId(), count.hired(), Long::sum);
      }
    }
    long total = hired.values().stream().mapToLong(Long::longValue).sum();
    // hired > total / departments, without the rounding of a division
    return hired.entrySet().stream()
        .filter(entry -> entry.getValue() * departments > total)
        .map(
            entry ->
                new DepartmentAboveMean(
                    entry.getKey(), names.get(entry.getKey()), entry.getValue()))
        .sorted(ORDER)
        .toList();
  }

  /**
   * The definition of the report: on all hires, whatever their year.
   *
   * @param departments the names of all by id
   */
  public static List<DepartmentAboveMean> of(
      int year, Map<Integer, @Nullable String> departments, Collection<Hire> hires) {
    return of(HireCount.of(year, hires), departments, departments.size());
  }
}
