package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.keys.IncomingKeys;
import com.globant.hiring.mysql.schema.ExistingTable;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import io.vertx.mysqlclient.MySQLException;

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
      IncomingKeys incoming = IncomingKeys.of(session, plan.schema(), plan.table());
      incoming.requireNoCascade(plan.table());
      deleteAll(session, plan, incoming);
    }
    return indexes;
  }

  /**
   * Deletes the rows. InnoDB checks foreign keys row by row, so it refuses a row that a later one
   * of the same table references. If no other table references them, all go without that check.
   */
  private static void deleteAll(BlockingSession session, LoadPlan plan, IncomingKeys incoming) {
    String delete = Sql.deleteAll(plan.schema(), plan.table());
    try {
      session.query(delete);
    } catch (MySQLException refusal) {
      boolean byItself = incoming.areComplete() && incoming.all().isEmpty();
      if (!byItself || !DatabaseFailures.isReferencedRow(refusal)) {
        throw refusal;
      }
      session.query("SET SESSION foreign_key_checks = 0");
      try {
        session.query(delete);
      } finally {
        session.query("SET SESSION foreign_key_checks = 1");
      }
    }
  }
}
