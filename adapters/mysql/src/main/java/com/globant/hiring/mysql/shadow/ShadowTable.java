package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

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
  Future<Void> create(Session session) {
    return session
        .query(
            "CREATE TABLE %s LIKE %s"
                .formatted(Sql.name(schema, filled()), Sql.name(schema, table)))
        .mapEmpty();
  }

  /** Whether the loaded table has no rows. */
  Future<Boolean> isPlaceEmpty(Session session) {
    return hasPlaceRows(session, 1).map(hasRows -> !hasRows);
  }

  /** Whether the loaded table has at least this many rows. */
  Future<Boolean> hasPlaceRows(Session session, int atLeast) {
    return session
        .query(
            "SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT %d) some"
                .formatted(Sql.name(schema, table), atLeast))
        .map(counted -> counted.iterator().next().getLong(0) >= atLeast);
  }

  /** Locks all other clients out of both tables, until {@link #unlock}. */
  Future<Void> lock(Session session) {
    return session
        .query(
            "LOCK TABLES %s WRITE, %s WRITE"
                .formatted(Sql.name(schema, table), Sql.name(schema, filled())))
        .mapEmpty();
  }

  static Future<Void> unlock(Session session) {
    return session.query("UNLOCK TABLES").mapEmpty();
  }

  /** Exchanges the tables atomically. Commits. */
  Future<Void> takePlace(Session session) {
    return session
        .query(
            "RENAME TABLE %1$s TO %2$s, %3$s TO %1$s"
                .formatted(
                    Sql.name(schema, table),
                    Sql.name(schema, former()),
                    Sql.name(schema, filled())))
        .mapEmpty();
  }

  /** Whether the replaced table exists. */
  Future<Boolean> isFormerThere(Session session) {
    return session
        .execute(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
            Tuple.of(schema, former()))
        .map(found -> found.size() > 0);
  }

  /** Adds all rows to the loaded table, in the transaction of the session. */
  Future<Void> copy(Session session) {
    return session
        .query(
            "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s"
                .formatted(Sql.name(schema, table), Sql.columns(table), Sql.name(schema, filled())))
        .mapEmpty();
  }

  Future<Void> dropFilled(Session session) {
    return drop(session, filled());
  }

  Future<Void> dropFormer(Session session) {
    return drop(session, former());
  }

  private Future<Void> drop(Session session, String name) {
    return session.query("DROP TABLE IF EXISTS " + Sql.name(schema, name)).mapEmpty();
  }
}
