package com.globant.hiring.mysql.load;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.ShortTransaction;
import com.globant.hiring.mysql.record.DeadLoads;
import com.globant.hiring.mysql.record.RecordSql;
import com.globant.hiring.mysql.shadow.DeadShadows;
import com.globant.hiring.mysql.summary.SummaryUpkeep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs periodically in each instance: ends loads that died, deletes old records, merges the summary
 * of hires. Instances may do this at the same time.
 */
public final class Reaper {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);

  /** How long a load with a connection may take to lock its record. */
  private static final Duration CLAIM = Duration.ofSeconds(5);

  private static final Duration LAST_ROUND = Duration.ofSeconds(2);
  private static final long NOT_STARTED = -1;

  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;
  private final RecordSql sql;
  private final DeadLoads deadLoads;
  private final DeadShadows deadShadows;
  private final SummaryUpkeep summaries;
  private long timer = NOT_STARTED;
  private Future<Void> round = Future.succeededFuture();
  private boolean stopped;

  public Reaper(
      Vertx vertx, Connections connections, MySqlSettings settings, DatabaseObserver observer) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
    this.sql = new RecordSql(settings.serviceSchema());
    this.deadLoads = new DeadLoads(sql);
    this.summaries = new SummaryUpkeep(connections, settings.serviceSchema());
    this.deadShadows =
        new DeadShadows(connections, settings.catalog(), settings.serviceSchema(), observer);
  }

  /** The first round is at once, for the loads that died with the last instance. */
  public void start() {
    timer = vertx.setPeriodic(1, PERIOD.toMillis(), due -> round());
  }

  /** Completes when no round is running, or after a short time. Never fails. */
  public synchronized Future<Void> stop() {
    vertx.cancelTimer(timer);
    stopped = true;
    return round.timeout(LAST_ROUND.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  private synchronized void round() {
    if (!stopped && round.isComplete()) {
      // A recorded load may have to wait for a connection.
      round = reap(settings.connectTimeout().plus(CLAIM)).onFailure(Reaper::report);
    }
  }

  /**
   * One round.
   *
   * @param begun loads recorded later than this long ago may not have locked their records yet
   */
  public Future<Void> reap(Duration begun) {
    return deadShadows
        .settleAll()
        .compose(
            settled ->
                ShortTransaction.run(connections, session -> deadLoads.buryAll(session, begun)))
        .compose(buried -> pruned(sql.pruneKeys(LoadRecords.KEY_LIFETIME)))
        .compose(pruned -> pruned(sql.pruneLoads(settings.keepRecords())))
        .compose(pruned -> mergeSummaries());
  }

  private Future<Void> mergeSummaries() {
    Future<Void> merged = Future.succeededFuture();
    for (Schema schema : settings.hiringSchemas()) {
      merged = merged.compose(nothing -> summaries.merge(schema.name()));
    }
    return merged;
  }

  private Future<Void> pruned(String statement) {
    return ShortTransaction.run(connections, session -> session.query(statement)).mapEmpty();
  }

  /** Debug only: health checks report an unreachable database. */
  private static void report(Throwable failure) {
    if (DatabaseFailures.isUnavailable(failure) || DatabaseFailures.isBusy(failure)) {
      LOG.debug("The upkeep of the database failed, and is repeated", failure);
    } else {
      LOG.warn("The upkeep of the database failed", failure);
    }
  }
}
