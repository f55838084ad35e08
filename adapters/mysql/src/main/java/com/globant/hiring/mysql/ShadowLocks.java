package com.globant.hiring.mysql;

import com.globant.hiring.application.LoadPlan;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/**
 * The lock rows by which large and other loads of a table know of each other. Only appends need
 * them: a replace has the table for itself.
 */
final class ShadowLocks {
  private static final String SHADOW = "shadow";
  private static final String IN_PLACE = "in_place";

  private ShadowLocks() {}

  /**
   * Makes this load the only one of its table that has a {@link ShadowTable}, until its transaction
   * ends. Whatever there is of others is left of dead ones then.
   *
   * @return whether there is no other
   */
  static Future<Boolean> takeShadow(Session session, LoadPlan plan) {
    return tryLock(session, plan, SHADOW);
  }

  /** Lets others know that this load writes into the table itself, until its transaction ends. */
  static Future<Void> writeInPlace(Session session, LoadPlan plan) {
    // Waits, as those who look here do so for a moment only.
    return session.execute(lock(plan, Sql.SHARED), row(plan, IN_PLACE)).mapEmpty();
  }

  /**
   * Whether nobody appends to the table itself at this moment; those who begin to afterwards are
   * not kept from it. Ends the transaction of the session.
   */
  static Future<Boolean> isUntouched(Session session, LoadPlan plan) {
    return tryLock(session, plan, IN_PLACE).compose(free -> session.query("ROLLBACK").map(free));
  }

  private static Future<Boolean> tryLock(Session session, LoadPlan plan, String kind) {
    return session
        .execute(lock(plan, Sql.EXCLUSIVE_NOWAIT), row(plan, kind))
        .map(rows -> rows.size() == 1)
        .recover(
            refusal ->
                DatabaseFailures.isBusy(refusal)
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(refusal));
  }

  private static String lock(LoadPlan plan, String lock) {
    return "SELECT kind FROM %s WHERE table_name = ? AND kind = ?%s"
        .formatted(Sql.name(plan.schema(), "shadow_locks"), lock);
  }

  private static Tuple row(LoadPlan plan, String kind) {
    return Tuple.of(plan.table().tableName(), kind);
  }
}
