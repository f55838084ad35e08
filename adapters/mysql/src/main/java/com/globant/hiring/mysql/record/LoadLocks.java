package com.globant.hiring.mysql.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;

/** The lock rows of tables, which loads hold until their transactions end. */
public final class LoadLocks {
  private static final String UNKNOWN_HOLDER =
      "a load that is just ending, or by another client of the database";

  private final String serviceSchema;
  private final RecordSql sql;
  private final BulkRunSql bulk;

  public LoadLocks(String serviceSchema) {
    this.serviceSchema = serviceSchema;
    this.sql = new RecordSql(serviceSchema);
    this.bulk = new BulkRunSql(serviceSchema);
  }

  /**
   * Takes the lock rows that a load needs: shared those of the tables that its rows reference, so
   * that these are not replaced; its own, shared for an append and exclusive for a replace. No load
   * waits for a lock row, so their order does not matter.
   *
   * <p>Fails with {@link Refused} {@code table_busy} if another load holds one; the detail names
   * that load.
   */
  public void take(BlockingSession session, LoadPlan plan) {
    for (Table table : plan.table().schema().tables()) {
      boolean own = table.equals(plan.table());
      if (own || plan.table().referencedTables().contains(table)) {
        take(session, plan, table, own && !plan.append());
      }
    }
    requireNoneToContinue(session, plan);
  }

  /** A load on a cluster whose instance died has lost its locks, but will be continued. */
  private void requireNoneToContinue(BlockingSession session, LoadPlan plan) {
    RowSet<Row> excluding = session.execute(bulk.excluding(plan), bulk.excludingParameters(plan));
    if (excluding.size() > 0) {
      throw new Refused(
          RefusalCode.TABLE_BUSY,
          "%s is held by %s; repeat this load when that has ended"
              .formatted(plan.table().name(), described(excluding.iterator().next())));
    }
  }

  private void take(BlockingSession session, LoadPlan plan, Table table, boolean exclusive) {
    String lock = exclusive ? Sql.EXCLUSIVE_NOWAIT : Sql.SHARED_NOWAIT;
    RowSet<Row> rows;
    try {
      rows = session.execute(Sql.loadLock(serviceSchema, lock), plan.schema(), table.name());
    } catch (RuntimeException failure) {
      if (!DatabaseFailures.isBusy(failure)) {
        throw failure;
      }
      throw new Refused(
          RefusalCode.TABLE_BUSY,
          "%s is held by %s; repeat this load when that has ended"
              .formatted(table.name(), holder(session, plan, table, exclusive)),
          failure);
    }
    if (rows.size() != 1) {
      throw new IllegalStateException("Table load_locks has no row for " + table.name());
    }
  }

  private String holder(BlockingSession session, LoadPlan plan, Table table, boolean exclusive) {
    try {
      RowSet<Row> loads =
          session.execute(
              sql.holder(exclusive ? table.referencingTables() : List.of()),
              plan.schema(),
              plan.loadId(),
              table.name(),
              exclusive);
      if (loads.size() == 0) {
        return UNKNOWN_HOLDER;
      }
      return described(loads.iterator().next());
    } catch (RuntimeException unanswered) {
      return UNKNOWN_HOLDER;
    }
  }

  private static String described(Row load) {
    return "load %s, which %s %s"
        .formatted(
            load.getString("load_id"),
            load.getBoolean("append") ? "adds to" : "replaces",
            load.getString("table_name"));
  }
}
