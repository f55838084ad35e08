package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.DepartmentAboveMean;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.HiresByQuarter;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import com.globant.hiring.mysql.summary.HireCells.Cell;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a report of one year is made of, gathered from the rows of {@link HiresOfYearSql}. */
final class HiresOfYear {
  private final int year;
  private final List<HireCount> counts = new ArrayList<>();
  private final Map<Integer, @Nullable String> departments = new HashMap<>();
  private final Map<Integer, @Nullable String> jobs = new HashMap<>();
  private long departmentsInAll;
  private boolean ofLoads;

  HiresOfYear(int year) {
    this.year = year;
  }

  void add(Row row) {
    switch (row.getInteger(0)) {
      case HiresOfYearSql.ARE_OF_LOADS -> ofLoads = row.getLong(1) == 1;
      case HiresOfYearSql.CELLS ->
          CellGroup.read(year, row.getInteger(1), row.getString(2)).forEach(this::count);
      case HiresOfYearSql.DEPARTMENT -> departments.put(row.getInteger(1), row.getString(2));
      case HiresOfYearSql.JOB -> jobs.put(row.getInteger(1), row.getString(2));
      case HiresOfYearSql.DEPARTMENTS_IN_ALL ->
          departmentsInAll = Objects.requireNonNullElse(row.getLong(1), 0L);
      default -> throw new IllegalStateException("A row of an unknown kind: " + row.deepToString());
    }
  }

  private void count(Cell cell) {
    counts.add(
        new HireCount(
            cell.departmentId(),
            cell.jobId() == HireCells.NO_JOB ? null : (int) cell.jobId(),
            cell.q1(),
            cell.q2(),
            cell.q3(),
            cell.q4()));
  }

  /** Whether the table has what loads have left there, as far as can be told at once. */
  boolean areOfLoads() {
    return ofLoads;
  }

  List<? extends ReportRow> lines(Report report) {
    return switch (report) {
      case HIRES_BY_QUARTER -> HiresByQuarter.of(counts, departments, jobs);
      case DEPARTMENTS_ABOVE_MEAN -> DepartmentAboveMean.of(counts, departments, departmentsInAll);
    };
  }
}
