package com.globant.hiring.mysql.record;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * The lock rows that coordinate loads that fill a new table with loads that write in place. Only
 * appends need them: a replace has the table's exclusive lock anyway.
 */
public final class ShadowLocks {
  private static final String SHADOW = "shadow";
  private static final String IN_PLACE = "in_place";

  /** Each table for which {@link #areFor} holds has a row of each kind. */
  public static final List<String> KINDS = List.of(SHADOW, IN_PLACE);

  private final String serviceSchema;

  /** Whether a table has these rows: if no other references it, its loads may fill a new table. */
  public static boolean areFor(Table table) {
    return table.referencingTables().isEmpty();
  }

  public ShadowLocks(String serviceSchema) {
    this.serviceSchema = serviceSchema;
  }

  /**
   * Makes this load the only one that fills a new table for its table, until its transaction ends.
   *
   * @return false if another load does already
   */
  public boolean takeShadow(BlockingSession session, LoadPlan plan) {
    return tryLock(session, plan, SHADOW);
  }

  /** Announces that this load writes in place, until its transaction ends. */
  public void writeInPlace(BlockingSession session, LoadPlan plan) {
    // Waits, since other loads hold this lock for a moment only.
    session.execute(lock(Sql.SHARED), row(plan, IN_PLACE));
  }

  /**
   * Whether no load appends in place at this moment; one may begin right afterwards. Ends the
   * transaction of the session.
   */
  public boolean isUntouched(BlockingSession session, LoadPlan plan) {
    boolean free = tryLock(session, plan, IN_PLACE);
    session.query("ROLLBACK");
    return free;
  }

  private boolean tryLock(BlockingSession session, LoadPlan plan, String kind) {
    try {
      return session.execute(lock(Sql.EXCLUSIVE_NOWAIT), row(plan, kind)).size() == 1;
    } catch (RuntimeException refusal) {
      if (DatabaseFailures.isBusy(refusal)) {
        return false;
      }
      throw refusal;
    }
  }

  private String lock(String lock) {
    return "SELECT kind FROM %s WHERE schema_name = ? AND table_name = ? AND kind = ?%s"
        .formatted(Sql.name(serviceSchema, "shadow_locks"), lock);
  }

  private static Tuple row(LoadPlan plan, String kind) {
    return Tuple.of(plan.schema(), plan.table().name(), kind);
  }
}
