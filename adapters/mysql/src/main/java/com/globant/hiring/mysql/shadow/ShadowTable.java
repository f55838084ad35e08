package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A new table that one load fills, and that replaces the loaded one by a RENAME.
 *
 * @param loadId of the load
 * @param again whether the table was renamed, so that a RENAME of an instance that died fails
 */
record ShadowTable(String schema, Table table, String loadId, boolean again) {
  private static final String NEW = "_new_";
  private static final String NEW_AGAIN = "_nex_";
  private static final int LONGEST_START = 64 - NEW.length() - 36 - "_chk_99".length();

  ShadowTable(String schema, Table table, String loadId) {
    this(schema, table, loadId, false);
  }

  static ShadowTable of(LoadPlan plan) {
    return new ShadowTable(plan.schema(), plan.table(), plan.loadId());
  }

  /** The same table under its other name. */
  private ShadowTable other() {
    return new ShadowTable(schema, table, loadId, !again);
  }

  /** The name while it is filled. */
  String filled() {
    return name(table.name(), again ? NEW_AGAIN : NEW, loadId);
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
    return isThere(session, former());
  }

  /** The table under the name that it has now; empty if there is none. */
  Optional<ShadowTable> found(BlockingSession session) {
    return Stream.of(this, other()).filter(one -> one.isThere(session, one.filled())).findFirst();
  }

  /** Renames the filled table, so that statements of an instance that died do not find it. */
  ShadowTable renamed(BlockingSession session) {
    ShadowTable renamed = other();
    session.query("RENAME TABLE %s TO %s".formatted(name(filled()), name(renamed.filled())));
    return renamed;
  }

  private boolean isThere(BlockingSession session, String name) {
    return session
            .execute(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
                schema,
                name)
            .size()
        > 0;
  }

  /** Adds all rows to the loaded table, in the transaction of the session. */
  void copy(BlockingSession session) {
    session.query(Sql.copy(schema, table, filled()));
  }

  /**
   * As {@link #copy}, but updates the rows that have the keys.
   *
   * @return how many were updated
   */
  long copyOrUpdate(BlockingSession session) {
    session.query("SET @updated = 0");
    session.query(Sql.copyOrUpdate(schema, table, filled()));
    return session.query("SELECT @updated").iterator().next().getLong(0);
  }

  /**
   * The rows of the filled table.
   *
   * @param existing how many of their keys the loaded table has
   */
  record Rows(long all, long existing) {}

  /** Counts rows; those of the loaded table with their keys stay locked. */
  Rows lockExisting(BlockingSession session) {
    Row counts = session.query(Sql.countExisting(schema, table, filled())).iterator().next();
    return new Rows(counts.getLong(0), counts.getLong(1));
  }

  void dropFilled(BlockingSession session) {
    session.query("DROP TABLE IF EXISTS %s, %s".formatted(name(filled()), name(other().filled())));
  }

  void dropFormer(BlockingSession session) {
    session.query("DROP TABLE IF EXISTS " + name(former()));
  }

  private String name(String ofTable) {
    return Sql.name(schema, ofTable);
  }
}
