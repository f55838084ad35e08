package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.keys.IncomingKeys;
import com.globant.hiring.mysql.schema.ExistingTable;
import com.globant.hiring.mysql.schema.UniqueIndexes;

/** Makes a table ready for a load that writes into it. */
public final class InPlace {
  private InPlace() {}

  /**
   * Locks the table's definition until the transaction ends, checks that rows can be stored in it,
   * and for a replace deletes its rows. Fails with {@link Refused} before anything is deleted.
   *
   * @return the unique indexes of the table
   */
  public static UniqueIndexes open(BlockingSession session, LoadPlan plan) {
    try {
      session.query(Sql.keepDefinition(plan.schema(), plan.table()));
    } catch (RuntimeException refusal) {
      // The difference explains more than the error of a table that cannot be read.
      ExistingTable.require(session, plan.schema(), plan.table());
      throw refusal;
    }
    UniqueIndexes indexes = ExistingTable.require(session, plan.schema(), plan.table());
    if (!plan.append()) {
      IncomingKeys.requireNoCascade(session, plan.schema(), plan.table());
      session.query(Sql.deleteAll(plan.schema(), plan.table()));
    }
    return indexes;
  }
}
