package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.Hire;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hires counted by year, department, job and quarter, or changes of such counts, which may be
 * negative. Hires without a date or a department are not counted.
 */
final class HireCells {
  /** No job. Keys of jobs have 32 bits, so none has this value. */
  static final long NO_JOB = 1L << 31;

  private static final int QUARTERS = 4;
  private static final int MONTHS_A_QUARTER = 3;

  private final Map<Key, long[]> counts = new HashMap<>();

  private record Key(int year, int departmentId, long jobId) {
    /** Ids are small numbers, which the hash of a record would mix up. */
    @Override
    public int hashCode() {
      return (year * 1_000_003 + departmentId) * 1_000_003 + Long.hashCode(jobId);
    }
  }

  /**
   * The hires of one year, department and job, by quarter.
   *
   * @param jobId {@link #NO_JOB} for none
   */
  record Cell(int year, int departmentId, long jobId, long q1, long q2, long q3, long q4) {
    boolean isZero() {
      return (q1 | q2 | q3 | q4) == 0;
    }

    /** By year, department and job; one method, since every load sorts thousands. */
    static int compare(Cell one, Cell other) {
      int order = Integer.compare(one.year, other.year);
      if (order == 0) {
        order = Integer.compare(one.departmentId, other.departmentId);
      }
      return order == 0 ? Long.compare(one.jobId, other.jobId) : order;
    }
  }

  void add(Hire hire) {
    count(hire, 1);
  }

  void subtract(Hire hire) {
    count(hire, -1);
  }

  void add(Cell cell) {
    long[] quarters = quarters(cell.year(), cell.departmentId(), cell.jobId());
    quarters[0] += cell.q1();
    quarters[1] += cell.q2();
    quarters[2] += cell.q3();
    quarters[3] += cell.q4();
  }

  private void count(Hire hire, long by) {
    LocalDateTime at = hire.datetime();
    Integer department = hire.departmentId();
    Integer job = hire.jobId();
    if (at != null && department != null) {
      quarters(at.getYear(), department, job == null ? NO_JOB : job)[
              (at.getMonthValue() - 1) / MONTHS_A_QUARTER] +=
          by;
    }
  }

  private long[] quarters(int year, int department, long job) {
    return counts.computeIfAbsent(new Key(year, department, job), key -> new long[QUARTERS]);
  }

  /** The number of cells, including those of zeros. */
  int size() {
    return counts.size();
  }

  /** Removes all cells and returns those that are not zero, ordered by year, department and job. */
  List<Cell> drain() {
    List<Cell> cells =
        counts.entrySet().stream()
            .map(entry -> cell(entry.getKey(), entry.getValue()))
            .filter(cell -> !cell.isZero())
            .sorted(Cell::compare)
            .toList();
    counts.clear();
    return cells;
  }

  private static Cell cell(Key key, long[] quarters) {
    return new Cell(
        key.year, key.departmentId, key.jobId, quarters[0], quarters[1], quarters[2], quarters[3]);
  }
}
