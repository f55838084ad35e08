package com.globant.hiring.mysql.summary;

import com.globant.hiring.application.report.HiringReports;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Stages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports, of what the summary says, so that the number of hires does not matter; or of a fresh
 * count, where hires are seen to have been changed by another client, who does not keep the
 * summary. All that a report needs comes by one statement, so that it sees one state of the tables.
 */
public final class MySqlHiringReports implements HiringReports {
  private static final Logger LOG = LoggerFactory.getLogger(MySqlHiringReports.class);

  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;

  /** The schemas that were last seen to be changed by another client. */
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  public MySqlHiringReports(Vertx vertx, Connections connections, MySqlSettings settings) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
  }

  @Override
  public CompletionStage<List<? extends ReportRow>> rows(Report report, String schema, int year) {
    requireConfigured(schema);
    return read(
        session ->
            hires(session, HiresOfYearSql.ofSummary(report, schema), year)
                .compose(
                    hires -> {
                      tell(schema, hires.areOfLoads());
                      return hires.areOfLoads()
                          ? Future.succeededFuture(hires)
                          : hires(session, HiresOfYearSql.counted(report, schema), year);
                    })
                .map(hires -> hires.lines(report)));
  }

  private static Future<HiresOfYear> hires(Session session, String sql, int year) {
    return session.collect(
        sql,
        Tuple.of(year),
        Collector.of(
            () -> new HiresOfYear(year),
            HiresOfYear::add,
            (one, other) -> {
              throw new UnsupportedOperationException("Rows come one after the other");
            }));
  }

  private void tell(String schema, boolean ofLoads) {
    if (ofLoads) {
      changed.remove(schema);
    } else if (changed.add(schema)) {
      LOG.warn(
          "Another client has changed hired_employees of schema {}, so reports count all its rows: run 'hiring summary --rebuild'",
          schema);
    }
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
}
