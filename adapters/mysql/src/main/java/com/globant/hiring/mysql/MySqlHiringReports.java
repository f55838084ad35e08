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
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The reports in SQL, each one statement, so that it sees one state of the tables. They are made of
 * the summary, so that the number of hires does not matter.
 *
 * <p>Names are ordered by their bytes, which is the order of code points.
 */
final class MySqlHiringReports implements HiringReports {
  private static final String HIRES_BY_QUARTER =
      """
      SELECT h.department_id, d.department, j.id, j.job, h.q1, h.q2, h.q3, h.q4
      FROM %1$s h
      JOIN %2$s d ON d.id = h.department_id
      JOIN %3$s j ON j.id = h.job_id
      WHERE h.hire_year = ? AND h.q1 + h.q2 + h.q3 + h.q4 > 0
      ORDER BY CAST(d.department AS BINARY), CAST(j.job AS BINARY), h.department_id, h.job_id""";

  private static final String DEPARTMENTS_ABOVE_MEAN =
      """
      WITH hired AS (
        SELECT d.id, d.department, h.hired
        FROM (
          SELECT department_id, SUM(q1 + q2 + q3 + q4) AS hired
          FROM %1$s
          WHERE hire_year = ?
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
    requireConfigured(schema);
    String summary = Sql.name(schema, SummarySql.SUMMARY);
    String departments = Sql.name(schema, Table.DEPARTMENTS);
    Tuple parameters = Tuple.of(year);
    return switch (report) {
      case HIRES_BY_QUARTER ->
          run(
              HIRES_BY_QUARTER.formatted(summary, departments, Sql.name(schema, Table.JOBS)),
              parameters,
              MySqlHiringReports::hiresByQuarter);
      case DEPARTMENTS_ABOVE_MEAN ->
          run(
              DEPARTMENTS_ABOVE_MEAN.formatted(summary, departments),
              parameters,
              MySqlHiringReports::departmentAboveMean);
    };
  }

  @Override
  public CompletionStage<String> version(String schema) {
    requireConfigured(schema);
    return onSession(
        session ->
            session.collect(
                Sql.versions(schema),
                Collectors.mapping(row -> row.getString(0), Collectors.joining(" "))));
  }

  private void requireConfigured(String schema) {
    if (!settings.schemas().contains(schema)) {
      throw new IllegalArgumentException("Schema " + schema + " is not configured");
    }
  }

  private CompletionStage<List<? extends ReportRow>> run(
      String sql, Tuple parameters, Function<Row, ReportRow> line) {
    return onSession(
        session ->
            session
                .<List<ReportRow>>collect(
                    sql, parameters, Collectors.mapping(line, Collectors.toUnmodifiableList()))
                .map(rows -> rows));
  }

  private <T> CompletionStage<T> onSession(Function<Session, Future<T>> statement) {
    return Stages.on(
        vertx.getOrCreateContext(),
        () ->
            connections
                .forReport()
                .compose(
                    session -> {
                      Future<T> answer = statement.apply(session);
                      return answer.eventually(() -> session.letGo(answer.cause()));
                    }),
        failure -> DatabaseFailures.translated(failure, "the tables are locked; try again later"));
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
