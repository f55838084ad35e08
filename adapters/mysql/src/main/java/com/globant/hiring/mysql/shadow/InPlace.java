package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.keys.IncomingKeys;
import com.globant.hiring.mysql.schema.ExistingTable;
import io.vertx.core.Future;

/** Makes a table ready for a load that writes into it. */
public final class InPlace {
  private InPlace() {}

  /**
   * Locks the table's definition until the transaction ends, checks that rows can be stored in it,
   * and for a replace deletes its rows. Fails with {@link Refused} before anything is deleted.
   */
  public static Future<Void> open(Session session, LoadPlan plan) {
    return session
        .query(Sql.keepDefinition(plan.schema(), plan.table()))
        // The difference explains more than the error of a table that cannot be read.
        .transform(
            kept ->
                ExistingTable.require(session, plan.schema(), plan.table())
                    .compose(
                        fits ->
                            kept.succeeded()
                                ? Future.succeededFuture()
                                : Future.failedFuture(kept.cause())))
        .compose(nothing -> plan.append() ? Future.succeededFuture() : empty(session, plan));
  }

  private static Future<Void> empty(Session session, LoadPlan plan) {
    return IncomingKeys.requireNoCascade(session, plan.schema(), plan.table())
        .compose(nothing -> session.query(Sql.deleteAll(plan.schema(), plan.table())))
        .mapEmpty();
  }
}
