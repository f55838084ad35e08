package com.globant.hiring.mysql.summary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.summary.HireCells.Cell;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of statements on the summary of hires, whose rows are {@link CellGroup}s. Cells are
 * written into the text: they are numbers alone, and statements of every length would be too many
 * to prepare.
 */
public final class SummarySql {
  private static final String SUMMARY = "hires_summary";
  private static final String SPILL = "hires_summary_spill";

  private static final List<String> QUARTERS = List.of("q1", "q2", "q3", "q4");
  private static final String KEY = "hire_year, department_id, job_id";
  private static final String CELL = KEY + ", " + String.join(", ", QUARTERS);
  private static final String GROUP = "hire_year, department_id, job_group";
  private static final String ROW = GROUP + ", cells";

  private static final String SUMS =
      QUARTERS.stream().map("SUM(%1$s) AS %1$s"::formatted).collect(Collectors.joining(", "));

  private static final String GROUP_OF_JOB =
      "CAST(FLOOR(job_id / %d) AS SIGNED)".formatted(CellGroup.JOBS);

  /** The new rows are called new. */
  private static final String REPLACING =
      " ON DUPLICATE KEY UPDATE cells = /*!80019 new.cells */ /*M! VALUES(cells) */";

  private SummarySql() {}

  static String summary(String schema) {
    return Sql.name(schema, SUMMARY);
  }

  /** The rows of some groups; the parameter is a JSON array of their keys, each an array. */
  static String among(String schema) {
    return """
        SELECT s.hire_year, s.department_id, s.job_group, s.cells
        FROM JSON_TABLE(?, '$[*]' COLUMNS (y SMALLINT PATH '$[0]', d INT PATH '$[1]', g BIGINT PATH '$[2]')) k
        STRAIGHT_JOIN %s s ON s.hire_year = k.y AND s.department_id = k.d AND s.job_group = k.g"""
        .formatted(summary(schema));
  }

  /** The parameter of {@link #among}. */
  static String keys(Collection<CellGroup> groups) {
    return groups.stream()
        .map(
            group -> "[" + group.year() + "," + group.departmentId() + "," + group.jobGroup() + "]")
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * Puts rows in the place of those with their keys.
   *
   * @param groups with their cells, which may be none; at least one
   */
  static String put(String schema, Map<CellGroup, List<Cell>> groups) {
    StringBuilder values = new StringBuilder();
    groups.forEach(
        (group, cells) -> {
          values.append(values.isEmpty() ? "(" : ",(").append(group.year());
          values.append(',').append(group.departmentId()).append(',').append(group.jobGroup());
          values.append(",'");
          CellGroup.write(cells, values);
          values.append("')");
        });
    return "INSERT INTO %s (%s) VALUES %s /*!80019 AS new */%s"
        .formatted(summary(schema), ROW, values, REPLACING);
  }

  /**
   * Keeps cells of a load that it has no room for.
   *
   * @param cells at least one
   */
  static String spill(String schema, String loadId, List<Cell> cells) {
    String adding =
        QUARTERS.stream()
            .map(
                q ->
                    "%2$s = %1$s.%2$s + /*!80019 new.%2$s */ /*M! VALUES(%2$s) */"
                        .formatted(SPILL, q))
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s (load_id, %s) VALUES %s /*!80019 AS new */ ON DUPLICATE KEY UPDATE %s"
        .formatted(Sql.name(schema, SPILL), CELL, values(loadId, cells), adding);
  }

  private static String values(String loadId, List<Cell> cells) {
    String load = "x'" + HexFormat.of().formatHex(loadId.getBytes(UTF_8)) + "'";
    StringBuilder values = new StringBuilder(cells.size() * (load.length() + 32));
    for (Cell cell : cells) {
      values.append(values.isEmpty() ? "(" : ",(").append(load);
      values.append(',').append(cell.year()).append(',').append(cell.departmentId());
      values.append(',').append(cell.jobId());
      values.append(',').append(cell.q1()).append(',').append(cell.q2());
      values.append(',').append(cell.q3()).append(',').append(cell.q4()).append(')');
    }
    return values.toString();
  }

  /** Adds to the summary what was spilled; the parameter, twice, is the load's id. */
  static String addSpilled(String schema) {
    String touched =
        "SELECT DISTINCT hire_year, department_id, %s AS job_group FROM %s WHERE load_id = ?"
            .formatted(GROUP_OF_JOB, Sql.name(schema, SPILL));
    String added =
        """
        SELECT %1$s, %2$s
        FROM (
          SELECT %3$s FROM %4$s WHERE load_id = ?
          UNION ALL
          %5$s) cells
        GROUP BY %1$s"""
            .formatted(
                KEY,
                SUMS,
                CELL,
                Sql.name(schema, SPILL),
                cells("%s s JOIN (%s) t USING (%s)".formatted(summary(schema), touched, GROUP)));
    return "INSERT INTO %s (%s) SELECT * FROM (%s) new%s"
        .formatted(summary(schema), ROW, grouped(added), REPLACING);
  }

  /** The parameter is the load's id. */
  static String deleteSpilled(String schema) {
    return "DELETE FROM %s WHERE load_id = ?".formatted(Sql.name(schema, SPILL));
  }

  public static String deleteAll(String schema) {
    return "DELETE FROM " + summary(schema);
  }

  /** Counts all hires anew, into an empty summary. */
  public static String addCounted(String schema) {
    return "INSERT INTO %s (%s) %s".formatted(summary(schema), ROW, groupedAnew(schema));
  }

  /** As the summary would be after a fresh count. */
  static String groupedAnew(String schema) {
    return grouped(counted(schema));
  }

  /**
   * The cells in which the summary and a fresh count differ, and by how much; the parameter is how
   * many at most.
   */
  static String differences(String schema) {
    String negative = QUARTERS.stream().map("-"::concat).collect(Collectors.joining(", "));
    return """
        SELECT %1$s, %2$s
        FROM (%4$s UNION ALL SELECT %1$s, %3$s FROM (%5$s) kept) cells
        GROUP BY %1$s
        HAVING SUM(q1) <> 0 OR SUM(q2) <> 0 OR SUM(q3) <> 0 OR SUM(q4) <> 0
        ORDER BY %1$s
        LIMIT ?"""
        .formatted(KEY, SUMS, negative, counted(schema), cells(summary(schema) + " s"));
  }

  /** A fresh count; the same as in the migration that made the summary. */
  private static String counted(String schema) {
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
            Sql.name(schema, HiringTables.HIRED_EMPLOYEES));
  }

  /** The cells of rows. */
  private static String cells(String rows) {
    return """
        SELECT hire_year, department_id, c.job_id, c.q1, c.q2, c.q3, c.q4
        FROM %s, JSON_TABLE(s.cells, '$[*]' COLUMNS (job_id BIGINT PATH '$[0]', %s)) c"""
        .formatted(
            rows,
            QUARTERS.stream()
                .map(q -> "%s BIGINT PATH '$[%s]'".formatted(q, q.substring(1)))
                .collect(Collectors.joining(", ")));
  }

  /**
   * Rows of cells. A row of at most {@link CellGroup#JOBS} is far shorter than what the sessions
   * allow GROUP_CONCAT.
   */
  private static String grouped(String cells) {
    return """
        SELECT hire_year, department_id, %1$s AS job_group,
          CONCAT('[', GROUP_CONCAT(CONCAT('[', CONCAT_WS(',', job_id, %2$s), ']') ORDER BY job_id), ']') AS cells
        FROM (%3$s) ungrouped
        GROUP BY 1, 2, 3"""
        .formatted(GROUP_OF_JOB, String.join(", ", QUARTERS), cells);
  }
}
