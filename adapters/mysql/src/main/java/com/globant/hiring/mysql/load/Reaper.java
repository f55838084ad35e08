package com.globant.hiring.mysql.load;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.record.DeadLoads;
import com.globant.hiring.mysql.record.IdempotencyKeySql;
import com.globant.hiring.mysql.record.RecordSql;
import com.globant.hiring.mysql.shadow.DeadShadows;
import com.globant.hiring.mysql.summary.SummaryUpkeep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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

  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;
  private final RecordSql sql;
  private final IdempotencyKeySql keys;
  private final DeadLoads deadLoads;
  private final DeadShadows deadShadows;
  private final SummaryUpkeep summaries;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Workers.daemons("database-upkeep"));

  public Reaper(
      Vertx vertx, Connections connections, MySqlSettings settings, DatabaseObserver observer) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
    this.sql = new RecordSql(settings.serviceSchema());
    this.keys = new IdempotencyKeySql(settings.serviceSchema());
    this.deadLoads = new DeadLoads(sql);
    this.summaries = new SummaryUpkeep(vertx, connections, settings.serviceSchema());
    this.deadShadows =
        new DeadShadows(connections, settings.catalog(), settings.serviceSchema(), observer);
  }

  /** The first round is at once, for the loads that died with the last instance. */
  @SuppressWarnings("FutureReturnValueIgnored") // each round reports its failure
  public void start() {
    thread.scheduleWithFixedDelay(this::round, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Completes when no round is running, or after a short time. Never fails. */
  public Future<Void> stop() {
    thread.shutdown();
    return vertx
        .executeBlocking(
            () -> thread.awaitTermination(LAST_ROUND.toMillis(), TimeUnit.MILLISECONDS))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void round() {
    try {
      // A recorded load may have to wait for a connection.
      reap(settings.connectTimeout().plus(CLAIM));
    } catch (RuntimeException failure) {
      report(failure);
    }
  }

  /**
   * One round. Blocks.
   *
   * @param begun loads recorded later than this long ago may not have locked their records yet
   */
  public void reap(Duration begun) {
    deadShadows.settleAll();
    connections.inTransaction(session -> deadLoads.buryAll(session, begun));
    connections.inTransaction(session -> session.query(keys.prune(LoadRecords.KEY_LIFETIME)));
    connections.inTransaction(session -> session.query(sql.pruneLoads(settings.keepRecords())));
    for (Schema schema : settings.hiringSchemas()) {
      summaries.merge(schema.name());
    }
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
