package com.globant.hiring.mysql.summary;

import com.globant.hiring.application.report.HiringReports;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Counting;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Stages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The reports, of the summary of hires or of the hires themselves, as the settings say. */
public final class MySqlHiringReports implements HiringReports {
  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;

  public MySqlHiringReports(Vertx vertx, Connections connections, MySqlSettings settings) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
  }

  @Override
  public CompletionStage<List<? extends ReportRow>> rows(Report report, String schema, int year) {
    requireConfigured(schema);
    return read(
        session -> new ReportQueries(session, schema).rows(report, year, settings.counting()));
  }

  @Override
  public CompletionStage<List<? extends ReportRow>> rows(
      Report report, String schema, List<HireCount> hires) {
    requireConfigured(schema);
    return read(session -> new ReportQueries(session, schema).rows(report, hires));
  }

  /** Hires are counted anew because other clients change them, which no version shows. */
  @Override
  public CompletionStage<String> version(String schema) {
    requireConfigured(schema);
    return read(
        session ->
            session
                .query(ContentVersions.select(schema))
                .map(rows -> rows.iterator().next().getString(0))
                .map(
                    version ->
                        settings.counting() == Counting.ROWS
                            ? version + " " + UUID.randomUUID()
                            : version));
  }

  private void requireConfigured(String schema) {
    if (settings.hiringSchemas().stream().noneMatch(one -> one.name().equals(schema))) {
      throw new IllegalArgumentException("Schema " + schema + " has no hiring tables");
    }
  }

  private <T> CompletionStage<T> read(Function<Session, Future<T>> reading) {
    return Stages.on(
        vertx.getOrCreateContext(),
        () -> connections.read(reading),
        failure -> DatabaseFailures.translated(failure, "the tables are locked; try again later"));
  }
}
