package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.bulk.BulkTable;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.BulkRun;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.record.RecordColumns;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.rows.LoadCommit;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A load whose rows a job writes into a {@link ShadowTable}. */
public final class JobLoad implements BulkTable, LoadCommit {
  private static final Logger LOG = LoggerFactory.getLogger(JobLoad.class);

  private final JobLoads loads;
  private final BlockingSession session;
  private final LoadPlan plan;
  private final RecordLock record;
  private final ShadowTable shadow;
  private final boolean dryRun;

  /** Null until the rows are to be published. */
  private volatile @Nullable ExchangeCommit exchange;

  JobLoad(
      JobLoads loads,
      BlockingSession session,
      LoadPlan plan,
      RecordLock record,
      ShadowTable shadow,
      boolean dryRun) {
    this.loads = loads;
    this.session = session;
    this.plan = plan;
    this.record = record;
    this.shadow = shadow;
    this.dryRun = dryRun;
  }

  @Override
  public @Nullable String target() {
    return dryRun ? null : shadow.filled();
  }

  @Override
  public Progress progress() {
    requireConnection();
    return loads.connections().onReportConnection(this::progress);
  }

  /** Fails if the connection, and with it the locks of the load, is lost. */
  public void requireConnection() {
    session.query("DO 0");
  }

  private Progress progress(BlockingSession other) {
    RowSet<Row> found = other.execute(loads.sql().progress(), plan.loadId());
    if (found.size() == 0) {
      throw new Refused(
          RefusalCode.ABORTED,
          "load %s was taken for dead; nothing of it is in the table, load the source again"
              .formatted(plan.loadId()));
    }
    Row row = found.iterator().next();
    return new Progress(
        new BulkRun(
            row.getString(0),
            row.getString(1),
            RecordColumns.phase(row.getString(2)),
            row.getInteger(4),
            row.getInteger(3)),
        row.getLong(5),
        row.getLong(6));
  }

  @Override
  public void started(String runId) {
    loads
        .connections()
        .onReportConnection(other -> other.execute(loads.sql().started(), runId, plan.loadId()));
  }

  /** Takes the rows to their place, or makes ready for that. */
  public void publish() {
    if (exchange == null) {
      exchange = loads.publish(session, plan, record, shadow);
    }
  }

  @Override
  public void commit(LoadResult result, Runnable deciding) {
    publish();
    ExchangeCommit ready = exchange;
    if (ready != null) {
      ready.commit(result, deciding);
    }
  }

  @Override
  public void rollBack(@Nullable Throwable failure) {
    try {
      // While the record is locked: no instance may continue this load.
      loads
          .connections()
          .onReportConnection(other -> other.execute(loads.sql().delete(), plan.loadId()));
    } catch (RuntimeException unreachable) {
      LOG.debug("The run of load {} is ended later", plan.loadId(), unreachable);
    }
    ExchangeCommit ready = exchange;
    if (ready != null) {
      ready.rollBack(failure);
      return;
    }
    try {
      loads.drop(session, shadow, failure);
    } catch (RuntimeException unreachable) {
      LOG.debug("Load {} is settled later", plan.loadId(), unreachable);
    }
  }

  /** Frees the connections, so that another instance can continue the load. */
  public void release() {
    ExchangeCommit ready = exchange;
    if (ready == null) {
      session.discard();
    } else {
      ready.release();
    }
  }

  @Override
  public void keepAlive() {
    ExchangeCommit ready = exchange;
    if (ready == null) {
      session.session().keepAlive();
    } else {
      ready.keepAlive();
    }
  }
}
