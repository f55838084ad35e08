package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Sql;

/**
 * A new table that one load fills, and that replaces the loaded one by a RENAME.
 *
 * @param loadId of the load
 */
record ShadowTable(String schema, Table table, String loadId) {
  private static final int LONGEST_START = 64 - "_new_".length() - 36 - "_chk_99".length();

  static ShadowTable of(LoadPlan plan) {
    return new ShadowTable(plan.schema(), plan.table(), plan.loadId());
  }

  /** The name while it is filled. */
  String filled() {
    return name(table.name(), "_new_", loadId);
  }

  /** The name of the replaced table. */
  private String former() {
    return name(table.name(), "_old_", loadId);
  }

  /** MySQL allows 64 characters, and adds up to seven to name checks after the table. */
  static String name(String table, String kind, String loadId) {
    int characters = Math.min(LONGEST_START, table.codePointCount(0, table.length()));
    return table.substring(0, table.offsetByCodePoints(0, characters)) + kind + loadId;
  }

  /** Creates the table, empty, like the loaded one. Commits. */
  void create(BlockingSession session) {
    session.query("CREATE TABLE %s LIKE %s".formatted(name(filled()), name(table.name())));
  }

  /** Whether the loaded table has no rows. */
  boolean isPlaceEmpty(BlockingSession session) {
    return !hasPlaceRows(session, 1);
  }

  /** Whether the loaded table has at least this many rows. */
  boolean hasPlaceRows(BlockingSession session, int atLeast) {
    return session.execute(Sql.countUpTo(schema, table), atLeast).iterator().next().getLong(0)
        >= atLeast;
  }

  /** Locks all other clients out of both tables, until {@link #unlock}. */
  void lock(BlockingSession session) {
    session.query("LOCK TABLES %s WRITE, %s WRITE".formatted(name(table.name()), name(filled())));
  }

  static void unlock(BlockingSession session) {
    session.query("UNLOCK TABLES");
  }

  /** Exchanges the tables atomically. Commits. */
  void takePlace(BlockingSession session) {
    session.query(
        "RENAME TABLE %1$s TO %2$s, %3$s TO %1$s"
            .formatted(name(table.name()), name(former()), name(filled())));
  }

  /** Whether the replaced table exists. */
  boolean isFormerThere(BlockingSession session) {
    return session
            .execute(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
                schema,
                former())
            .size()
        > 0;
  }

  /** Adds all rows to the loaded table, in the transaction of the session. */
  void copy(BlockingSession session) {
    session.query(
        "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s"
            .formatted(name(table.name()), Sql.columns(table), name(filled())));
  }

  void dropFilled(BlockingSession session) {
    drop(session, filled());
  }

  void dropFormer(BlockingSession session) {
    drop(session, former());
  }

  private void drop(BlockingSession session, String name) {
    session.query("DROP TABLE IF EXISTS " + name(name));
  }

  private String name(String ofTable) {
    return Sql.name(schema, ofTable);
  }
}
