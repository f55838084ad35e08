package com.globant.hiring.domain.report;

import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many a department hired for a job in each quarter (UTC) of one year: all that the reports
 * need to know of hires.
 *
 * @param jobId null for hires without a job
 */
public record HireCount(
    int departmentId, @Nullable Integer jobId, long q1, long q2, long q3, long q4) {

  private record Pair(int departmentId, @Nullable Integer jobId) {}

  /** In the whole year. */
  public long hired() {
    return q1 + q2 + q3 + q4;
  }

  /**
   * Counts hires, one by one. Those without a date or a department, or of another year, do not
   * count.
   *
   * @return one for each department and job that has any, in no order
   */
  public static List<HireCount> of(int year, Collection<Hire> hires) {
    Map<Pair, long[]> counts = new HashMap<>();
    for (Hire hire : hires) {
      LocalDateTime datetime = hire.datetime();
      Integer department = hire.departmentId();
      if (datetime != null && hire.isIn(year) && department != null) {
        counts
            .computeIfAbsent(new Pair(department, hire.jobId()), pair -> new long[4])[
            datetime.get(IsoFields.QUARTER_OF_YEAR) - 1]++;
      }
    }
    return counts.entrySet().stream()
        .map(
            entry -> {
              Pair pair = entry.getKey();
              long[] q = entry.getValue();
              return new HireCount(pair.departmentId, pair.jobId, q[0], q[1], q[2], q[3]);
            })
        .toList();
  }
}
