package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.mysql.connection.Sql;

/**
 * The text of the statements that reports are made of. Each gives rows of a kind, a number, and a
 * text, in no order; the parameter is the year.
 */
final class HiresOfYearSql {
  /** 1 where {@link ContentsSql#hiresAreOfLoads}. */
  static final int ARE_OF_LOADS = 0;

  /** The id of a department, and some of its cells. */
  static final int CELLS = 1;

  /** The id and the name of a department that has hired. */
  static final int DEPARTMENT = 2;

  /** The id and the name of a job, of those at least that somebody was hired for. */
  static final int JOB = 3;

  /** How many departments there are. */
  static final int DEPARTMENTS_IN_ALL = 4;

  private HiresOfYearSql() {}

  /** By the summary. */
  static String ofSummary(Report report, String schema) {
    return of(report, schema, SummarySql.summary(schema));
  }

  /** By a fresh count of all hires. */
  static String counted(Report report, String schema) {
    return of(report, schema, "(" + SummarySql.groupedAnew(schema) + ")");
  }

  private static String of(Report report, String schema, String summary) {
    return """
        WITH hires AS (SELECT department_id, job_group, cells FROM %s s WHERE hire_year = ?)
        SELECT %d AS kind, COALESCE((%s), 0) AS number, NULL AS text
        UNION ALL SELECT %d, department_id, cells FROM hires
        UNION ALL SELECT %d, id, department FROM %s WHERE id IN (SELECT department_id FROM hires)
        UNION ALL %s"""
        .formatted(
            summary,
            ARE_OF_LOADS,
            ContentsSql.hiresAreOfLoads(schema),
            CELLS,
            DEPARTMENT,
            Sql.name(schema, HiringTables.DEPARTMENTS),
            switch (report) {
              case HIRES_BY_QUARTER -> jobs(schema);
              case DEPARTMENTS_ABOVE_MEAN -> departmentsInAll(schema);
            });
  }

  /** By ranges of their keys, so that it does not matter how many others there are. */
  private static String jobs(String schema) {
    return """
        SELECT %1$d, j.id, j.job
        FROM (SELECT DISTINCT job_group FROM hires) g
        STRAIGHT_JOIN %2$s j ON j.id BETWEEN g.job_group * %3$d AND g.job_group * %3$d + %4$d"""
        .formatted(JOB, Sql.name(schema, HiringTables.JOBS), CellGroup.JOBS, CellGroup.JOBS - 1);
  }

  /** SUM(1), since MySQL counts a whole table with threads that it starts for it: 4 to 20 ms. */
  private static String departmentsInAll(String schema) {
    return "SELECT %d, CAST(SUM(1) AS SIGNED), NULL FROM %s"
        .formatted(DEPARTMENTS_IN_ALL, Sql.name(schema, HiringTables.DEPARTMENTS));
  }
}
