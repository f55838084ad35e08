package com.globant.hiring.mysql.record;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * The lock rows by which large and other loads of a table know of each other. Only appends need
 * them: a replace has the table for itself.
 */
public final class ShadowLocks {
  private static final String SHADOW = "shadow";
  private static final String IN_PLACE = "in_place";

  /** Each has a row for each table that may be loaded so. */
  public static final List<String> KINDS = List.of(SHADOW, IN_PLACE);

  private final String serviceSchema;

  /** Whether a table has these rows: whether loads of it may fill a table of their own. */
  public static boolean areFor(Table table) {
    return table.referencingTables().isEmpty();
  }

  public ShadowLocks(String serviceSchema) {
    this.serviceSchema = serviceSchema;
  }

  /**
   * Makes this load the only one of its table that has a table of its own to fill, until its
   * transaction ends. Whatever there is of others is left of dead ones then.
   *
   * @return whether there is no other
   */
  public Future<Boolean> takeShadow(Session session, LoadPlan plan) {
    return tryLock(session, plan, SHADOW);
  }

  /** Lets others know that this load writes into the table itself, until its transaction ends. */
  public Future<Void> writeInPlace(Session session, LoadPlan plan) {
    // Waits, as those who look here do so for a moment only.
    return session.execute(lock(Sql.SHARED), row(plan, IN_PLACE)).mapEmpty();
  }

  /**
   * Whether nobody appends to the table itself at this moment; those who begin to afterwards are
   * not kept from it. Ends the transaction of the session.
   */
  public Future<Boolean> isUntouched(Session session, LoadPlan plan) {
    return tryLock(session, plan, IN_PLACE).compose(free -> session.query("ROLLBACK").map(free));
  }

  private Future<Boolean> tryLock(Session session, LoadPlan plan, String kind) {
    return session
        .execute(lock(Sql.EXCLUSIVE_NOWAIT), row(plan, kind))
        .map(rows -> rows.size() == 1)
        .recover(
            refusal ->
                DatabaseFailures.isBusy(refusal)
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(refusal));
  }

  private String lock(String lock) {
    return "SELECT kind FROM %s WHERE schema_name = ? AND table_name = ? AND kind = ?%s"
        .formatted(Sql.name(serviceSchema, "shadow_locks"), lock);
  }

  private static Tuple row(LoadPlan plan, String kind) {
    return Tuple.of(plan.schema(), plan.table().name(), kind);
  }
}
