package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads the keys that rows may reference, and locks their rows until the load has ended. Other
 * clients can add rows meanwhile: READ COMMITTED locks no gaps.
 *
 * <p>First, rows that other transactions have locked are skipped: most of them are new and not
 * committed, so this load may not reference them. A locked row that is visible is about to be
 * changed or deleted. Only for such rows does the load wait.
 */
public final class ReferenceKeys {
  /** The greatest key of a BitSet, which then has 128 KiB. */
  private static final int MOST_BITS = 1 << 20;

  static final Collector<Row, RoaringBitmap, RoaringBitmap> KEYS =
      Collector.of(
          RoaringBitmap::new,
          (keys, row) -> keys.add(row.getInteger(0)),
          (one, other) -> {
            one.or(other);
            return one;
          });

  private final Session session;
  private final String schema;

  public ReferenceKeys(Session session, String schema) {
    this.session = session;
    this.schema = schema;
  }

  public Future<Map<ForeignKey, KeySet>> of(Table referencing) {
    Map<ForeignKey, KeySet> keys = new HashMap<>();
    Future<Void> read = Future.succeededFuture();
    for (Table referenced : referencing.referencedTables()) {
      read =
          read.compose(nothing -> locked(referenced))
              .map(
                  bitmap -> {
                    KeySet set = keySet(bitmap);
                    referencing.foreignKeysTo(referenced).forEach(key -> keys.put(key, set));
                    return null;
                  });
    }
    return read.map(nothing -> Collections.unmodifiableMap(keys));
  }

  /** Asked for every row. For small keys, which are usual, a BitSet is faster. */
  private static KeySet keySet(RoaringBitmap keys) {
    if (keys.isEmpty() || keys.first() < 0 || keys.last() < 0 || keys.last() > MOST_BITS) {
      return key -> keys.contains((int) key);
    }
    BitSet bits = new BitSet(keys.last() + 1);
    keys.forEach((int key) -> bits.set(key));
    return key -> (int) key >= 0 && bits.get((int) key);
  }

  private Future<RoaringBitmap> locked(Table table) {
    Future<RoaringBitmap> free =
        session.collect(Sql.keys(schema, table, Sql.SHARED_SKIP_LOCKED), KEYS);
    Future<RoaringBitmap> visible = session.collect(Sql.keys(schema, table, ""), KEYS);
    return free.compose(
        locked ->
            visible.compose(
                all -> lockAlso(table, locked, RoaringBitmap.andNot(all, locked).toArray(), 0)));
  }

  /** Locks the rest of the keys, one statement after the other, and waits for their locks. */
  private Future<RoaringBitmap> lockAlso(Table table, RoaringBitmap locked, int[] rest, int from) {
    if (from >= rest.length) {
      return Future.succeededFuture(locked);
    }
    int to = Math.min(from + Sql.KEYS_A_STATEMENT, rest.length);
    return keysAmong(
            session, schema, table, IntStream.range(from, to).map(i -> rest[i]), Sql.SHARED)
        .compose(
            found -> {
              locked.or(found);
              return lockAlso(table, locked, rest, to);
            });
  }

  /**
   * Locks and returns the keys that are in the table, waiting for other transactions' locks.
   *
   * @param keys at least one and at most {@link Sql#KEYS_A_STATEMENT}
   */
  static Future<RoaringBitmap> keysAmong(
      Session session, String schema, Table table, IntStream keys, String lock) {
    return session.collect(
        Sql.keysAmong(schema, table, Sql.KEYS_A_STATEMENT, lock), Sql.keyParameters(keys), KEYS);
  }
}
