package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.DepartmentAboveMean;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.HiresByQuarter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.MySqlSettings.Counting;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.summary.HireCells.Cell;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a report is made of. All statements see one state of the tables: that of the first
 * one.
 *
 * @param session whose statements are transactions of their own
 */
record ReportQueries(Session session, String schema) {
  /** Names looked up in one statement. */
  private static final int IDS_A_STATEMENT = 1000;

  /** On the hires of one year that are in the tables. */
  Future<List<? extends ReportRow>> rows(Report report, int year, Counting counting) {
    return inOneState(() -> counts(year, counting).compose(counts -> lines(report, counts)));
  }

  /** On hires that are in no table. */
  Future<List<? extends ReportRow>> rows(Report report, List<HireCount> counts) {
    return inOneState(() -> lines(report, counts));
  }

  private <T> Future<T> inOneState(Supplier<Future<T>> reading) {
    // The sessions are READ COMMITTED; this is for the next transaction only.
    session.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    session.query("START TRANSACTION READ ONLY");
    return reading.get().eventually(() -> session.query("COMMIT"));
  }

  private Future<List<? extends ReportRow>> lines(Report report, List<HireCount> counts) {
    return names(HiringTables.DEPARTMENTS, counts, HireCount::departmentId)
        .compose(
            departments ->
                switch (report) {
                  case HIRES_BY_QUARTER ->
                      names(HiringTables.JOBS, counts, HireCount::jobId)
                          .map(jobs -> HiresByQuarter.of(counts, departments, jobs));
                  case DEPARTMENTS_ABOVE_MEAN ->
                      departments()
                          .map(number -> DepartmentAboveMean.of(counts, departments, number));
                });
  }

  private Future<List<HireCount>> counts(int year, Counting counting) {
    return switch (counting) {
      case SUMMARY ->
          sums(
              SummarySql.ofYear(schema),
              year,
              (cells, row) -> CellsText.addTo(cells, year, row.getString(0)));
      case ROWS ->
          sums(SummarySql.countedOfYear(schema), year, (cells, row) -> cells.add(cell(year, row)));
    };
  }

  private Future<List<HireCount>> sums(String sql, int year, BiConsumer<HireCells, Row> add) {
    return session
        .collect(sql, Tuple.of(year), Collector.of(HireCells::new, add, ReportQueries::notParallel))
        .map(sums -> sums.drain().stream().map(ReportQueries::count).toList());
  }

  private static Cell cell(int year, Row row) {
    return new Cell(
        year,
        row.getInteger(0),
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5));
  }

  private static HireCount count(Cell cell) {
    return new HireCount(
        cell.departmentId(),
        cell.jobId() == HireCells.NO_JOB ? null : (int) cell.jobId(),
        cell.q1(),
        cell.q2(),
        cell.q3(),
        cell.q4());
  }

  /** The names of those ids that are in the table. */
  private Future<Map<Integer, @Nullable String>> names(
      Table table, List<HireCount> counts, Function<HireCount, @Nullable Integer> id) {
    List<Integer> ids = counts.stream().map(id).filter(Objects::nonNull).distinct().toList();
    Map<Integer, @Nullable String> names = new HashMap<>();
    Future<Void> read = Future.succeededFuture();
    for (int from = 0; from < ids.size(); from += IDS_A_STATEMENT) {
      String some =
          ids.subList(from, Math.min(from + IDS_A_STATEMENT, ids.size())).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(","));
      read =
          read.compose(
                  nothing ->
                      session.collect(
                          names(table, some),
                          Collector.of(
                              () -> names,
                              (all, row) -> all.put(row.getInteger(0), row.getString(1)),
                              ReportQueries::notParallel)))
              .mapEmpty();
    }
    return read.map(names);
  }

  private String names(Table table, String ids) {
    return "SELECT %1$s, %2$s FROM %3$s WHERE %1$s IN (%4$s)"
        .formatted(
            Sql.key(table),
            Sql.quoted(table.columns().get(1).name()),
            Sql.name(schema, table),
            ids);
  }

  /** SUM(1), since MySQL counts a whole table with threads that it starts for it: 4 to 20 ms. */
  private Future<Long> departments() {
    return session
        .query("SELECT CAST(SUM(1) AS SIGNED) FROM " + Sql.name(schema, HiringTables.DEPARTMENTS))
        .map(rows -> Objects.requireNonNullElse(rows.iterator().next().getLong(0), 0L));
  }

  private static <T> T notParallel(T one, T other) {
    throw new UnsupportedOperationException("Rows come one after the other");
  }
}
