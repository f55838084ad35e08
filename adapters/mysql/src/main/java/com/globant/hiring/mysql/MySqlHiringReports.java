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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports in SQL, each one statement, so that it sees one state of the tables. They are made of
 * the summary, so that the number of hires does not matter; or of the hires themselves, where they
 * are seen to have been changed by another client, who does not keep the summary.
 *
 * <p>Names are ordered by their bytes, which is the order of code points.
 */
final class MySqlHiringReports implements HiringReports {
  private static final Logger LOG = LoggerFactory.getLogger(MySqlHiringReports.class);

  private static final String HIRES_BY_QUARTER =
      """
      SELECT h.department_id, d.department, j.id, j.job, h.q1, h.q2, h.q3, h.q4
      FROM %1$s h
      JOIN %2$s d ON d.id = h.department_id
      JOIN %3$s j ON j.id = h.job_id
      WHERE h.hire_year = ? AND h.q1 + h.q2 + h.q3 + h.q4 > 0
      ORDER BY CAST(d.department AS BINARY), CAST(j.job AS BINARY), h.department_id, h.job_id""";

  /** SUM(1), since MySQL counts a whole table with threads that it starts for it: 4 to 20 ms. */
  private static final String DEPARTMENTS_ABOVE_MEAN =
      """
      WITH hired AS (
        SELECT d.id, d.department, h.hired
        FROM (
          SELECT department_id, SUM(q1 + q2 + q3 + q4) AS hired
          FROM %1$s c
          WHERE hire_year = ?
          GROUP BY department_id) h
        JOIN %2$s d ON d.id = h.department_id)
      SELECT id, department, hired
      FROM hired
      WHERE hired * (SELECT SUM(1) FROM %2$s) > (SELECT SUM(hired) FROM hired)
      ORDER BY hired DESC, id""";

  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;

  /** The schemas that were last seen to be changed by another client. */
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  MySqlHiringReports(Vertx vertx, Connections connections, MySqlSettings settings) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
  }

  @Override
  public CompletionStage<List<? extends ReportRow>> rows(Report report, String schema, int year) {
    requireConfigured(schema);
    return read(
        session ->
            session
                .query(ContentsSql.hiresAreOfLoads(schema))
                .map(rows -> rows.iterator().next().getInteger(0) == 1)
                .compose(ofLoads -> rows(session, report, schema, year, ofLoads)));
  }

  private Future<List<? extends ReportRow>> rows(
      Session session, Report report, String schema, int year, boolean ofLoads) {
    if (ofLoads) {
      changed.remove(schema);
    } else if (changed.add(schema)) {
      LOG.warn(
          "Another client has changed hired_employees of schema {}, so reports count all its rows: run 'hiring summary --rebuild'",
          schema);
    }
    String hires =
        ofLoads ? Sql.name(schema, SummarySql.SUMMARY) : "(" + SummarySql.counted(schema) + ")";
    String departments = Sql.name(schema, Table.DEPARTMENTS);
    String sql =
        switch (report) {
          case HIRES_BY_QUARTER ->
              HIRES_BY_QUARTER.formatted(hires, departments, Sql.name(schema, Table.JOBS));
          case DEPARTMENTS_ABOVE_MEAN -> DEPARTMENTS_ABOVE_MEAN.formatted(hires, departments);
        };
    Function<Row, ReportRow> line =
        switch (report) {
          case HIRES_BY_QUARTER -> MySqlHiringReports::hiresByQuarter;
          case DEPARTMENTS_ABOVE_MEAN -> MySqlHiringReports::departmentAboveMean;
        };
    return session
        .<List<ReportRow>>collect(
            sql, Tuple.of(year), Collectors.mapping(line, Collectors.toUnmodifiableList()))
        .map(rows -> rows);
  }

  @Override
  public CompletionStage<String> version(String schema) {
    requireConfigured(schema);
    return read(
        session ->
            session
                .query(ContentsSql.version(schema))
                .map(rows -> rows.iterator().next().getString(0)));
  }

  private void requireConfigured(String schema) {
    if (!settings.schemas().contains(schema)) {
      throw new IllegalArgumentException("Schema " + schema + " is not configured");
    }
  }

  private <T> CompletionStage<T> read(Function<Session, Future<T>> reading) {
    return Stages.on(
        vertx.getOrCreateContext(),
        () -> connections.read(reading),
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
