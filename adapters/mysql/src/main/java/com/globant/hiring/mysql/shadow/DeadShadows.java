package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.OncePerMinute;
import com.globant.hiring.mysql.record.RecordSql;
import com.globant.hiring.mysql.record.ShadowLocks;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles loads with a {@link ShadowTable} that died or could not clean up. */
public final class DeadShadows {
  private static final Logger LOG = LoggerFactory.getLogger(DeadShadows.class);

  private final Connections connections;
  private final DatabaseObserver observer;
  private final OncePerMinute warnings = new OncePerMinute();
  private final RecordSql sql;
  private final Catalog catalog;
  private final String serviceSchema;

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
    for (ShadowTable shadow :
        shadows(connections.onReportConnection(session -> session.query(sql.shadowLoads())))) {
      try {
        settleIfDead(shadow);
      } catch (RuntimeException failure) {
        report(shadow, failure);
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
    if (ShadowLocks.areFor(table)) {
      shadows(session.execute(sql.shadowLoadsOfTable(), schema, table.name()))
          .forEach(this::settleIfDead);
    }
  }

  private List<ShadowTable> shadows(RowSet<Row> found) {
    List<ShadowTable> shadows = new ArrayList<>();
    for (Row row : found) {
      catalog
          .find(row.getString(1), row.getString(2))
          .map(table -> new ShadowTable(row.getString(1), table, row.getString(0)))
          .ifPresent(shadows::add);
    }
    return shadows;
  }

  private void settleIfDead(ShadowTable shadow) {
    boolean dead =
        connections.onReportConnection(
            session -> session.execute(sql.lockUnlessHeld(), shadow.loadId()).size() > 0);
    if (dead) {
      connections.onReportConnection(new ShadowRecord(shadow, serviceSchema)::settle);
    }
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
