package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.mysql.connection.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of statements on the summary of hires. A load adds rows with the cells of a year each. A
 * row is valid if it is <em>counted</em>: large loads write theirs before they are committed.
 */
public final class SummarySql {
  /** Cells in one row; with the largest counts these are less than 1 MiB of text. */
  static final int CELLS_A_ROW = 8192;

  private static final List<String> QUARTERS = List.of("q1", "q2", "q3", "q4");
  private static final String KEY = "hire_year, department_id, job_id";
  private static final String ROW = "load_id, hire_year, part, counted, cells";

  private static final String SUMS =
      QUARTERS.stream().map("SUM(%1$s) AS %1$s"::formatted).collect(Collectors.joining(", "));

  private static final String NOT_ZERO =
      QUARTERS.stream().map("SUM(%s) <> 0"::formatted).collect(Collectors.joining(" OR "));

  private SummarySql() {}

  private static String summary(String schema) {
    return Sql.name(schema, "hires_summary");
  }

  /** Parameters: the load, the year, the part, whether it is counted, the cells. */
  static String insert(String schema) {
    return "INSERT INTO %s (%s) VALUES (?, ?, ?, ?, ?)".formatted(summary(schema), ROW);
  }

  /** Parameter: the load whose rows stay. */
  static String deleteOthers(String schema) {
    return "DELETE FROM %s WHERE load_id <> ?".formatted(summary(schema));
  }

  /** The loads whose counts are outdated because there are no hires any more. */
  static String loadsIfNoHires(String schema) {
    return "SELECT DISTINCT load_id FROM %s WHERE counted AND NOT EXISTS (SELECT 1 FROM %s) ORDER BY load_id"
        .formatted(summary(schema), Sql.name(schema, HiringTables.HIRED_EMPLOYEES));
  }

  /** Parameters: the loads. */
  static String deleteLoads(String schema, int loads) {
    return "DELETE FROM %s WHERE load_id IN (%s)".formatted(summary(schema), Sql.parameters(loads));
  }

  static String deleteAll(String schema) {
    return "DELETE FROM " + summary(schema);
  }

  /** Parameter: the load. */
  static String count(String schema) {
    return "UPDATE %s SET counted = TRUE WHERE load_id = ? AND NOT counted"
        .formatted(summary(schema));
  }

  /** Parameter: a load that was not committed, or whose rows are counted. */
  public static String deleteUncounted(String schema) {
    return "DELETE FROM %s WHERE load_id = ? AND NOT counted".formatted(summary(schema));
  }

  /** The texts of a year's cells. Parameter: the year. */
  static String ofYear(String schema) {
    return "SELECT cells FROM %s WHERE hire_year = ? AND counted".formatted(summary(schema));
  }

  /** A fresh count of one year. Parameter: the year. */
  static String countedOfYear(String schema) {
    return "SELECT department_id, job_id, q1, q2, q3, q4 FROM (%s) hires"
        .formatted(counted(schema, " AND YEAR(`datetime`) = ?"));
  }

  /** The years with rows of so many loads. Parameter: the number of loads. */
  static String yearsToMerge(String schema) {
    return "SELECT hire_year FROM %s WHERE counted GROUP BY hire_year HAVING COUNT(DISTINCT load_id) >= ?"
        .formatted(summary(schema));
  }

  /** Locks the rows of a year and gives their loads. Parameter: the year. */
  static String lockYear(String schema) {
    return "SELECT load_id FROM %s WHERE hire_year = ? AND counted FOR UPDATE SKIP LOCKED"
        .formatted(summary(schema));
  }

  /** Adds rows with the sums of some loads of a year. Parameters: new load, year, the loads. */
  static String insertMerged(String schema, int loads) {
    String cells =
        "SELECT %1$s, %2$s FROM (%3$s AND hire_year = ? AND load_id IN (%4$s)) merged GROUP BY %1$s HAVING %5$s"
            .formatted(KEY, SUMS, cells(schema), Sql.parameters(loads), NOT_ZERO);
    return insertSelected(schema, cells);
  }

  /** Parameters: the year, the loads. */
  static String deleteMerged(String schema, int loads) {
    return "DELETE FROM %s WHERE hire_year = ? AND load_id IN (%s)"
        .formatted(summary(schema), Sql.parameters(loads));
  }

  /** Adds rows with a fresh count of all hires. Parameter: a new load's id. */
  public static String insertCounted(String schema) {
    return insertSelected(schema, counted(schema, ""));
  }

  /**
   * Takes off the hires whose ids another table has. Parameter: a new load's id.
   *
   * @param ids the other table
   */
  static String insertWithout(String schema, String ids) {
    String former =
        counted(schema, " AND id IN (SELECT id FROM %s)".formatted(Sql.name(schema, ids)));
    return insertSelected(
        schema, "SELECT %s, %s FROM (%s) former".formatted(KEY, negative(), former));
  }

  private static String negative() {
    return QUARTERS.stream().map("-%1$s AS %1$s"::formatted).collect(Collectors.joining(", "));
  }

  /** Parameters: the load's id, and those of the cells. */
  private static String insertSelected(String schema, String cells) {
    return """
        INSERT INTO %1$s (%2$s)
        SELECT ?, hire_year, part, TRUE, CONCAT('[', GROUP_CONCAT(cell ORDER BY department_id, job_id), ']')
        FROM (
          SELECT %3$s, CONCAT('[', CONCAT_WS(',', department_id, job_id, %4$s), ']') AS cell,
            FLOOR((ROW_NUMBER() OVER (PARTITION BY hire_year ORDER BY department_id, job_id) - 1) / %5$d) AS part
          FROM (%6$s) selected) numbered
        GROUP BY hire_year, part"""
        .formatted(summary(schema), ROW, KEY, String.join(", ", QUARTERS), CELLS_A_ROW, cells);
  }

  /**
   * The cells in which a fresh count and the summary differ, and by how much. Parameter: the
   * greatest number of them.
   */
  static String differences(String schema) {
    return """
        SELECT %1$s, %2$s
        FROM (%3$s UNION ALL SELECT %1$s, %4$s FROM (%5$s) kept) cells
        GROUP BY %1$s HAVING %6$s ORDER BY %1$s LIMIT ?"""
        .formatted(KEY, SUMS, counted(schema, ""), negative(), cells(schema), NOT_ZERO);
  }

  private static String counted(String schema, String condition) {
    return """
        SELECT YEAR(`datetime`) AS hire_year, department_id, COALESCE(job_id, %d) AS job_id, %s
        FROM %s
        WHERE `datetime` IS NOT NULL AND department_id IS NOT NULL%s
        GROUP BY 1, 2, 3"""
        .formatted(
            HireCells.NO_JOB,
            QUARTERS.stream()
                .map(
                    q ->
                        "COUNT(CASE QUARTER(`datetime`) WHEN %s THEN 1 END) AS %s"
                            .formatted(q.substring(1), q))
                .collect(Collectors.joining(", ")),
            Sql.name(schema, HiringTables.HIRED_EMPLOYEES),
            condition);
  }

  /** All cells, one a row. */
  private static String cells(String schema) {
    return """
        SELECT s.hire_year, c.*
        FROM %s s, JSON_TABLE(s.cells, '$[*]' COLUMNS (
          department_id INT PATH '$[0]', job_id BIGINT PATH '$[1]', q1 BIGINT PATH '$[2]',
          q2 BIGINT PATH '$[3]', q3 BIGINT PATH '$[4]', q4 BIGINT PATH '$[5]')) c
        WHERE s.counted"""
        .formatted(summary(schema));
  }
}
