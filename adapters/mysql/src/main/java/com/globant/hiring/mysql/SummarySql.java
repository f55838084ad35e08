package com.globant.hiring.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.globant.hiring.domain.Table;
import com.globant.hiring.mysql.HireCells.Cell;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of statements on summaries of hires. Cells are written into the text: they are numbers
 * alone, and statements of every length would be too many to prepare.
 */
final class SummarySql {
  /** The one that reports are made of. */
  static final String SUMMARY = "hires_summary";

  private static final String SPILL = "hires_summary_spill";

  private static final List<String> QUARTERS = List.of("q1", "q2", "q3", "q4");
  private static final String KEY = "hire_year, department_id, job_id";
  private static final String COLUMNS = KEY + ", " + String.join(", ", QUARTERS);

  private SummarySql() {}

  /**
   * Adds cells to those of a summary.
   *
   * @param table with the columns of {@link #SUMMARY}
   * @param cells at least one
   */
  static String add(String schema, String table, List<Cell> cells) {
    return "INSERT INTO %s (%s) VALUES %s%s"
        .formatted(Sql.name(schema, table), COLUMNS, values("", cells), adding(table, true));
  }

  /** As {@link #add}, to what a load could not keep in memory. */
  static String spill(String schema, String loadId, List<Cell> cells) {
    return "INSERT INTO %s (load_id, %s) VALUES %s%s"
        .formatted(
            Sql.name(schema, SPILL),
            COLUMNS,
            values("x'" + HexFormat.of().formatHex(loadId.getBytes(UTF_8)) + "',", cells),
            adding(SPILL, true));
  }

  /** Adds to a summary what was spilled; the parameter is the load's id. */
  static String addSpilled(String schema, String table) {
    return "INSERT INTO %s (%s) SELECT %2$s FROM (SELECT %2$s FROM %3$s WHERE load_id = ?) new ORDER BY %4$s%5$s"
        .formatted(
            Sql.name(schema, table), COLUMNS, Sql.name(schema, SPILL), KEY, adding(table, false));
  }

  /** The parameter is the load's id. */
  static String deleteSpilled(String schema) {
    return "DELETE FROM %s WHERE load_id = ?".formatted(Sql.name(schema, SPILL));
  }

  static String deleteAll(String schema, String table) {
    return "DELETE FROM " + Sql.name(schema, table);
  }

  /** Counts all hires anew, into an empty summary. */
  static String addCounted(String schema, String table) {
    return "INSERT INTO %s (%s) %s".formatted(Sql.name(schema, table), COLUMNS, counted(schema));
  }

  /**
   * The cells in which the summary and a fresh count differ, and by how much; the parameter is how
   * many at most.
   */
  static String differences(String schema) {
    String sums =
        QUARTERS.stream().map("SUM(%1$s) AS %1$s"::formatted).collect(Collectors.joining(", "));
    String negative = QUARTERS.stream().map("-"::concat).collect(Collectors.joining(", "));
    return """
        SELECT %1$s, %2$s
        FROM (%5$s UNION ALL SELECT %1$s, %3$s FROM %4$s) cells
        GROUP BY %1$s
        HAVING SUM(q1) <> 0 OR SUM(q2) <> 0 OR SUM(q3) <> 0 OR SUM(q4) <> 0
        ORDER BY %1$s
        LIMIT ?"""
        .formatted(KEY, sums, negative, Sql.name(schema, SUMMARY), counted(schema));
  }

  /** A fresh count; the same as in the migration that made the summary. */
  static String counted(String schema) {
    return """
        SELECT YEAR(`datetime`) AS hire_year, department_id, COALESCE(job_id, %d) AS job_id, %s
        FROM %s
        WHERE `datetime` IS NOT NULL AND department_id IS NOT NULL
        GROUP BY 1, 2, 3"""
        .formatted(
            HireCells.NO_JOB,
            QUARTERS.stream()
                .map(
                    q ->
                        "COUNT(CASE QUARTER(`datetime`) WHEN %s THEN 1 END) AS %s"
                            .formatted(q.substring(1), q))
                .collect(Collectors.joining(", ")),
            Sql.name(schema, Table.HIRED_EMPLOYEES));
  }

  private static String values(String first, List<Cell> cells) {
    StringBuilder values = new StringBuilder(cells.size() * (first.length() + 32));
    for (Cell cell : cells) {
      values
          .append(values.isEmpty() ? "(" : ",(")
          .append(first)
          .append(cell.year())
          .append(',')
          .append(cell.departmentId())
          .append(',')
          .append(cell.jobId());
      for (long count : new long[] {cell.q1(), cell.q2(), cell.q3(), cell.q4()}) {
        values.append(',').append(count);
      }
      values.append(')');
    }
    return values.toString();
  }

  private static String adding(String table, boolean named) {
    return (named ? " /*!80019 AS new */" : "")
        + " ON DUPLICATE KEY UPDATE "
        + QUARTERS.stream()
            .map(
                q ->
                    "%2$s = %1$s.%2$s + /*!80019 new.%2$s */ /*M! VALUES(%2$s) */"
                        .formatted(Sql.quoted(table), q))
            .collect(Collectors.joining(", "));
  }
}
