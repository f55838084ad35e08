package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.OncePerMinute;
import com.globant.hiring.mysql.record.RecordSql;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles loads with a {@link ShadowTable} that died or could not clean up. If the rows of a load
 * are written by a job, any instance may continue it, and only if none does so for a minute, it is
 * settled.
 */
public final class DeadShadows {
  /** How long a load may be continued. Instances look for such loads every few seconds. */
  private static final Duration CONTINUED_WITHIN = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(DeadShadows.class);

  private final Connections connections;
  private final DatabaseObserver observer;
  private final OncePerMinute warnings = new OncePerMinute();
  private final RecordSql sql;
  private final Catalog catalog;
  private final String serviceSchema;

  /**
   * When this instance has first seen that a load is to be continued, by {@link System#nanoTime}.
   */
  private final Map<String, Long> abandoned = new ConcurrentHashMap<>();

  private record Found(ShadowTable shadow, boolean mayBeContinued) {}

  public DeadShadows(
      Connections connections, Catalog catalog, String serviceSchema, DatabaseObserver observer) {
    this.catalog = catalog;
    this.connections = connections;
    this.observer = observer;
    this.sql = new RecordSql(serviceSchema);
    this.serviceSchema = serviceSchema;
  }

  /** Those of all tables. What cannot be settled now is left for the next call. */
  public void settleAll() {
    List<Found> all =
        found(connections.onReportConnection(session -> session.query(sql.shadowLoads())));
    abandoned.keySet().retainAll(all.stream().map(one -> one.shadow().loadId()).toList());
    for (Found one : all) {
      try {
        settleIfDead(one.shadow(), one.mayBeContinued());
      } catch (RuntimeException failure) {
        report(one.shadow(), failure);
      }
    }
  }

  /**
   * Those of one table; fails if one cannot be settled. A load calls this when it has its locks and
   * before it changes anything: what a dead load has committed must be recorded before what
   * follows.
   *
   * @param session of the load
   */
  public void settle(BlockingSession session, String schema, Table table) {
    found(session.execute(sql.shadowLoadsOfTable(), schema, table.name())).stream()
        .filter(one -> !one.mayBeContinued())
        .forEach(one -> settleIfDead(one.shadow(), false));
  }

  private List<Found> found(RowSet<Row> rows) {
    List<Found> found = new ArrayList<>();
    for (Row row : rows) {
      catalog
          .find(row.getString(1), row.getString(2))
          .map(table -> new ShadowTable(row.getString(1), table, row.getString(0)))
          .ifPresent(shadow -> found.add(new Found(shadow, row.getInteger(3) != 0)));
    }
    return found;
  }

  private void settleIfDead(ShadowTable shadow, boolean mayBeContinued) {
    boolean dead =
        connections.onReportConnection(
            session -> session.execute(sql.lockUnlessHeld(), shadow.loadId()).size() > 0);
    if (!dead) {
      abandoned.remove(shadow.loadId());
      return;
    }
    ShadowRecord note = new ShadowRecord(shadow, serviceSchema);
    if (!mayBeContinued
        || (hasExpired(shadow.loadId()) && connections.onReportConnection(note::expire))) {
      connections.onReportConnection(note::settle);
    }
  }

  private boolean hasExpired(String loadId) {
    long now = System.nanoTime();
    Long since = abandoned.putIfAbsent(loadId, now);
    return since != null && now - since >= CONTINUED_WITHIN.toNanos();
  }

  private void report(ShadowTable shadow, RuntimeException failure) {
    observer.notSettled(shadow.table());
    if (warnings.isDue(shadow.loadId())) {
      LOG.warn(
          "Load {} of {}.{}, whose instance died, cannot be brought to its end now, and is tried"
              + " again: {}",
          shadow.loadId(),
          shadow.schema(),
          shadow.table().name(),
          failure.getMessage());
    }
  }
}
