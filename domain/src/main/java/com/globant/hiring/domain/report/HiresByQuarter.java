package com.globant.hiring.domain.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many a department hired for a job in each quarter (UTC) of a year.
 *
 * <p>There is a line for each department and job, told apart by their ids, that has any hire in the
 * year; hires without a date, a department or a job do not count. Lines are ordered by the name of
 * the department, then of the job, both as {@link Names} orders them, then by the ids.
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
   * The report on hires that were counted.
   *
   * @param counts of one year, at most one for a department and job
   * @param departments names by id; hires of others do not count
   * @param jobs names by id; hires for others do not count
   */
  public static List<HiresByQuarter> of(
      Collection<HireCount> counts,
      Map<Integer, @Nullable String> departments,
      Map<Integer, @Nullable String> jobs) {
    List<HiresByQuarter> lines =
        counts.stream()
            .filter(count -> count.hired() > 0 && departments.containsKey(count.departmentId()))
            .flatMap(count -> line(count, departments, jobs).stream())
            .toList();
    ToIntFunction<@Nullable String> places =
        Names.places(lines.stream().flatMap(line -> Stream.of(line.department(), line.job())));
    return lines.stream().sorted(order(places)).toList();
  }

  private static Comparator<HiresByQuarter> order(ToIntFunction<@Nullable String> places) {
    return Comparator.<HiresByQuarter>comparingInt(line -> places.applyAsInt(line.department()))
        .thenComparingInt(line -> places.applyAsInt(line.job()))
        .thenComparingInt(HiresByQuarter::departmentId)
        .thenComparingInt(HiresByQuarter::jobId);
  }

  private static Optional<HiresByQuarter> line(
      HireCount count,
      Map<Integer, @Nullable String> departments,
      Map<Integer, @Nullable String> jobs) {
    Integer job = count.jobId();
    return job == null || !jobs.containsKey(job)
        ? Optional.empty()
        : Optional.of(
            new HiresByQuarter(
                count.departmentId(),
                departments.get(count.departmentId()),
                job,
                jobs.get(job),
                count.q1(),
                count.q2(),
                count.q3(),
                count.q4()));
  }

  /** The definition of the report: on all hires, whatever their year. */
  public static List<HiresByQuarter> of(
      int year,
      Map<Integer, @Nullable String> departments,
      Map<Integer, @Nullable String> jobs,
      Collection<Hire> hires) {
    return of(HireCount.of(year, hires), departments, jobs);
  }
}
