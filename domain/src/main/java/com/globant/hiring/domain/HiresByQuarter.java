package com.globant.hiring.domain;

import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many a department hired for a job in each quarter (UTC) of a year.
 *
 * <p>There is a line for each department and job, told apart by their ids, that has any hire in the
 * year; hires without a date, a department or a job do not count. Lines are ordered by the name of
 * the department, then of the job, by code points with missing names first, then by the ids.
 */
public record HiresByQuarter(
    int departmentId,
    @Nullable String department,
    int jobId,
    @Nullable String job,
    long q1,
    long q2,
    long q3,
    long q4)
    implements ReportRow {

  private static final Comparator<HiresByQuarter> ORDER =
      Comparator.comparing(HiresByQuarter::department, Names.ORDER)
          .thenComparing(HiresByQuarter::job, Names.ORDER)
          .thenComparingInt(HiresByQuarter::departmentId)
          .thenComparingInt(HiresByQuarter::jobId);

  private record Pair(int departmentId, int jobId) {}

  @Override
  public List<@Nullable String> cells() {
    return Arrays.asList(
        department,
        job,
        Long.toString(q1),
        Long.toString(q2),
        Long.toString(q3),
        Long.toString(q4));
  }

  /**
   * The definition of the report, against which the SQL is tested.
   *
   * @param departments names by id
   * @param jobs names by id
   */
  public static List<HiresByQuarter> of(
      int year,
      Map<Integer, @Nullable String> departments,
      Map<Integer, @Nullable String> jobs,
      Collection<Hire> hires) {
    Map<Pair, long[]> counts = new HashMap<>();
    for (Hire hire : hires) {
      LocalDateTime datetime = hire.datetime();
      Integer department = hire.departmentId();
      Integer job = hire.jobId();
      if (datetime != null
          && hire.isIn(year)
          && department != null
          && job != null
          && departments.containsKey(department)
          && jobs.containsKey(job)) {
        counts
            .computeIfAbsent(new Pair(department, job), pair -> new long[4])[
            datetime.get(IsoFields.QUARTER_OF_YEAR) - 1]++;
      }
    }
    return counts.entrySet().stream()
        .map(entry -> line(entry.getKey(), entry.getValue(), departments, jobs))
        .sorted(ORDER)
        .toList();
  }

  private static HiresByQuarter line(
      Pair pair,
      long[] q,
      Map<Integer, @Nullable String> departments,
      Map<Integer, @Nullable String> jobs) {
    return new HiresByQuarter(
        pair.departmentId,
        departments.get(pair.departmentId),
        pair.jobId,
        jobs.get(pair.jobId),
        q[0],
        q[1],
        q[2],
        q[3]);
  }
}
