package com.globant.hiring.mysql;

import com.globant.hiring.application.HiringReports;
import com.globant.hiring.domain.DepartmentAboveMean;
import com.globant.hiring.domain.HiresByQuarter;
import com.globant.hiring.domain.Report;
import com.globant.hiring.domain.ReportRow;
import com.globant.hiring.domain.Table;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The reports in SQL, each one statement, so that it sees one state of the tables.
 *
 * <p>The column is compared to bounds rather than taken apart by functions, so that an index on it
 * would be of use. The year's end is included, as its last microsecond, because the end of the year
 * 9999 has no successor. Names are ordered by their bytes, which is the order of code points.
 */
final class MySqlHiringReports implements HiringReports {
  private static final String HIRES_BY_QUARTER =
      """
      SELECT h.department_id, d.department, h.job_id, j.job, h.q1, h.q2, h.q3, h.q4
      FROM (
        SELECT department_id, job_id,
          COUNT(CASE WHEN `datetime` < ? THEN 1 END) AS q1,
          COUNT(CASE WHEN `datetime` >= ? AND `datetime` < ? THEN 1 END) AS q2,
          COUNT(CASE WHEN `datetime` >= ? AND `datetime` < ? THEN 1 END) AS q3,
          COUNT(CASE WHEN `datetime` >= ? THEN 1 END) AS q4
        FROM %1$s
        WHERE `datetime` >= ? AND `datetime` <= ?
          AND department_id IS NOT NULL AND job_id IS NOT NULL
        GROUP BY department_id, job_id) h
      JOIN %2$s d ON d.id = h.department_id
      JOIN %3$s j ON j.id = h.job_id
      ORDER BY CAST(d.department AS BINARY), CAST(j.job AS BINARY), h.department_id, h.job_id""";

  private static final String DEPARTMENTS_ABOVE_MEAN =
      """
      WITH hired AS (
        SELECT d.id, d.department, h.hired
        FROM (
          SELECT department_id, COUNT(*) AS hired
          FROM %1$s
          WHERE `datetime` >= ? AND `datetime` <= ? AND department_id IS NOT NULL
          GROUP BY department_id) h
        JOIN %2$s d ON d.id = h.department_id)
      SELECT id, department, hired
      FROM hired
      WHERE hired * (SELECT COUNT(*) FROM %2$s) > (SELECT SUM(hired) FROM hired)
      ORDER BY hired DESC, id""";

  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;

  MySqlHiringReports(Vertx vertx, Connections connections, MySqlSettings settings) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
  }

  @Override
  public CompletionStage<List<? extends ReportRow>> rows(Report report, String schema, int year) {
    if (!settings.schemas().contains(schema)) {
      throw new IllegalArgumentException("Schema " + schema + " is not configured");
    }
    LocalDateTime start = LocalDateTime.of(year, 1, 1, 0, 0);
    LocalDateTime end = LocalDateTime.of(year, 12, 31, 23, 59, 59, 999_999_000);
    return switch (report) {
      case HIRES_BY_QUARTER -> {
        LocalDateTime q2 = start.withMonth(4);
        LocalDateTime q3 = start.withMonth(7);
        LocalDateTime q4 = start.withMonth(10);
        yield run(
            HIRES_BY_QUARTER.formatted(
                Sql.name(schema, Table.HIRED_EMPLOYEES),
                Sql.name(schema, Table.DEPARTMENTS),
                Sql.name(schema, Table.JOBS)),
            Tuple.of(q2, q2, q3, q3, q4, q4, start, end),
            MySqlHiringReports::hiresByQuarter);
      }
      case DEPARTMENTS_ABOVE_MEAN ->
          run(
              DEPARTMENTS_ABOVE_MEAN.formatted(
                  Sql.name(schema, Table.HIRED_EMPLOYEES), Sql.name(schema, Table.DEPARTMENTS)),
              Tuple.of(start, end),
              MySqlHiringReports::departmentAboveMean);
    };
  }

  private CompletionStage<List<? extends ReportRow>> run(
      String sql, Tuple parameters, Function<Row, ReportRow> line) {
    return Stages.on(
        vertx.getOrCreateContext(),
        () -> connections.forReport().compose(session -> run(session, sql, parameters, line)),
        failure -> DatabaseFailures.translated(failure, "the tables are locked; try again later"));
  }

  private static Future<List<? extends ReportRow>> run(
      Session session, String sql, Tuple parameters, Function<Row, ReportRow> line) {
    Future<List<? extends ReportRow>> lines =
        session
            .<List<ReportRow>>collect(
                sql, parameters, Collectors.mapping(line, Collectors.toUnmodifiableList()))
            .map(rows -> rows);
    return lines.eventually(() -> session.letGo(lines.cause()));
  }

  private static ReportRow hiresByQuarter(Row row) {
    return new HiresByQuarter(
        row.getInteger(0),
        row.getString(1),
        row.getInteger(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  private static ReportRow departmentAboveMean(Row row) {
    return new DepartmentAboveMean(row.getInteger(0), row.getString(1), row.getLong(2));
  }
}
