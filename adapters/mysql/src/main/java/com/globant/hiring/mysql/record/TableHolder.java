package com.globant.hiring.mysql.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Finds the load that holds the lock of a table. */
public final class TableHolder {
  private TableHolder() {}

  /**
   * The refusal of a load that cannot get a lock; names the load that holds it.
   *
   * @param exclusive whether the load wants the exclusive lock
   * @return never fails
   */
  public static Future<Refused> refusal(
      Session session,
      RecordSql sql,
      LoadPlan plan,
      Table table,
      boolean exclusive,
      Throwable busy) {
    return session
        .execute(
            sql.holder(exclusive ? table.referencingTables() : List.of()),
            Tuple.of(plan.schema(), plan.loadId(), table.name(), exclusive))
        .map(TableHolder::described)
        .otherwise(unknown())
        .map(
            holder ->
                new Refused(
                    RefusalCode.TABLE_BUSY,
                    "%s is held by %s; repeat this load when that has ended"
                        .formatted(table.name(), holder),
                    busy));
  }

  private static String described(RowSet<Row> loads) {
    if (loads.size() == 0) {
      return unknown();
    }
    Row load = loads.iterator().next();
    return "load %s, which %s %s"
        .formatted(
            load.getString("load_id"),
            load.getBoolean("append") ? "adds to" : "replaces",
            load.getString("table_name"));
  }

  private static String unknown() {
    return "a load that is just ending, or by another client of the database";
  }
}
