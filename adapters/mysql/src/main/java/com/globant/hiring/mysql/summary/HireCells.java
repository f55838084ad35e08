package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.Hire;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Hires counted by year, department, job and quarter, or changes of such counts, which may be
 * negative. Hires without a date or a department are not counted.
 *
 * <p>A hash table of primitives with open addressing, since every row of a load passes through it.
 */
final class HireCells {
  /** No job. Keys of jobs have 32 bits, so none has this value. */
  static final long NO_JOB = 1L << 31;

  private static final int QUARTERS = 4;
  private static final int MONTHS_A_QUARTER = 3;
  private static final int FIRST_CAPACITY = 1 << 8;

  /** Multipliers that spread keys over all bits. */
  private static final long YEARS_APART = 0x9E3779B97F4A7C15L;

  private static final long DEPARTMENTS_APART = 0xC2B2AE3D27D4EB4FL;
  private static final long JOBS_APART = 0x165667B19E3779F9L;

  /** The year of each slot; 0 if it is free. */
  private int[] years = new int[FIRST_CAPACITY];

  private int[] departments = new int[FIRST_CAPACITY];
  private long[] jobs = new long[FIRST_CAPACITY];
  private long[] counts = new long[FIRST_CAPACITY * QUARTERS];
  private int size;

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
    int at = slot(cell.year(), cell.departmentId(), cell.jobId()) * QUARTERS;
    counts[at] += cell.q1();
    counts[at + 1] += cell.q2();
    counts[at + 2] += cell.q3();
    counts[at + 3] += cell.q4();
  }

  private void count(Hire hire, long by) {
    LocalDateTime at = hire.datetime();
    Integer department = hire.departmentId();
    Integer job = hire.jobId();
    if (at != null && department != null) {
      int slot = slot(at.getYear(), department, job == null ? NO_JOB : job);
      counts[slot * QUARTERS + (at.getMonthValue() - 1) / MONTHS_A_QUARTER] += by;
    }
  }

  /** The slot of a cell; uses a free one if the cell is new. */
  private int slot(int year, int department, long job) {
    int mask = years.length - 1;
    long hash = year * YEARS_APART + department * DEPARTMENTS_APART + job * JOBS_APART;
    int slot = (int) (hash ^ hash >>> 32) & mask;
    while (years[slot] != 0) {
      if (years[slot] == year && departments[slot] == department && jobs[slot] == job) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    if (2 * (size + 1) > years.length) {
      grow();
      return slot(year, department, job);
    }
    size++;
    years[slot] = year;
    departments[slot] = department;
    jobs[slot] = job;
    return slot;
  }

  private void grow() {
    int[] formerYears = years;
    int[] formerDepartments = departments;
    long[] formerJobs = jobs;
    long[] formerCounts = counts;
    allocate(2 * formerYears.length);
    for (int former = 0; former < formerYears.length; former++) {
      if (formerYears[former] != 0) {
        int slot = slot(formerYears[former], formerDepartments[former], formerJobs[former]);
        System.arraycopy(formerCounts, former * QUARTERS, counts, slot * QUARTERS, QUARTERS);
      }
    }
  }

  private void allocate(int capacity) {
    years = new int[capacity];
    departments = new int[capacity];
    jobs = new long[capacity];
    counts = new long[capacity * QUARTERS];
    size = 0;
  }

  /** The number of cells, including those of zeros. */
  int size() {
    return size;
  }

  /** Removes all cells and returns those that are not zero, ordered by year, department and job. */
  List<Cell> drain() {
    List<Cell> cells = new ArrayList<>(size);
    for (int slot = 0; slot < years.length; slot++) {
      if (years[slot] != 0) {
        int at = slot * QUARTERS;
        Cell cell =
            new Cell(
                years[slot],
                departments[slot],
                jobs[slot],
                counts[at],
                counts[at + 1],
                counts[at + 2],
                counts[at + 3]);
        if (!cell.isZero()) {
          cells.add(cell);
        }
      }
    }
    allocate(FIRST_CAPACITY);
    cells.sort(Cell::compare);
    return cells;
  }
}
