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
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The lock rows of tables, which loads hold until their transactions end. */
public final class LoadLocks {
  private static final String UNKNOWN_HOLDER =
      "a load that is just ending, or by another client of the database";

  private final String serviceSchema;
  private final RecordSql sql;

  public LoadLocks(String serviceSchema) {
    this.serviceSchema = serviceSchema;
    this.sql = new RecordSql(serviceSchema);
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
    Table table = plan.table();
    excluding(session, plan, table, !plan.append(), table.referencedTables(), true)
        .ifPresent(
            load -> {
              throw busy(table, described(load), null);
            });
  }

  private static Refused busy(Table table, String holder, @Nullable Throwable cause) {
    return new Refused(
        RefusalCode.TABLE_BUSY,
        "%s is held by %s; repeat this load when that has ended".formatted(table.name(), holder),
        cause);
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
      throw busy(table, holder(session, plan, table, exclusive), failure);
    }
    if (rows.size() != 1) {
      throw new IllegalStateException("Table load_locks has no row for " + table.name());
    }
  }

  private String holder(BlockingSession session, LoadPlan plan, Table table, boolean exclusive) {
    try {
      return excluding(session, plan, table, exclusive, List.of(), false)
          .map(LoadLocks::described)
          .orElse(UNKNOWN_HOLDER);
    } catch (RuntimeException unanswered) {
      return UNKNOWN_HOLDER;
    }
  }

  /**
   * The oldest running load that excludes a load from a table.
   *
   * @param alone whether the load replaces the table
   * @param others further tables that no load may replace meanwhile
   */
  private Optional<Row> excluding(
      BlockingSession session,
      LoadPlan plan,
      Table table,
      boolean alone,
      Collection<Table> others,
      boolean onCluster) {
    Collection<Table> referencing = table.referencingTables();
    Tuple parameters = Tuple.of(plan.schema(), plan.loadId(), alone, table.name());
    referencing.forEach(each -> parameters.addString(each.name()));
    parameters.addString(table.name());
    others.forEach(each -> parameters.addString(each.name()));
    String query = sql.excluding(onCluster, 1 + referencing.size(), 1 + others.size());
    return StreamSupport.stream(session.execute(query, parameters).spliterator(), false)
        .findFirst();
  }

  private static String described(Row load) {
    return "load %s, which %s %s"
        .formatted(
            load.getString("load_id"),
            load.getBoolean("append") ? "adds to" : "replaces",
            load.getString("table_name"));
  }
}
