package com.globant.hiring.mysql.keys;

import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collector;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads the keys that rows may reference, and locks their rows until the load has ended. Other
 * clients can add rows meanwhile: READ COMMITTED locks no gaps. If a table has more keys than fit
 * into memory, or only the database can compare them, they are looked up batch by batch.
 *
 * <p>First, rows that other transactions have locked are skipped: most of them are new and not
 * committed, so this load may not reference them. A locked row that is visible is about to be
 * changed or deleted. Only for such rows does the load wait.
 */
public final class ReferenceKeys {
  /** The greatest key of a BitSet, which then has 128 KiB. */
  private static final int MOST_BITS = 1 << 20;

  /** Of a bitmap whose keys are rather far from each other. */
  private static final int BYTES_AN_INTEGER = 8;

  /** Of a hash table that has just grown. */
  private static final int BYTES_A_HASH = 48;

  private final LoadContext context;
  private final Session session;
  private final String schema;
  private final KeyMemory memory;
  private final Map<ForeignKey, KeySet> keys = new HashMap<>();
  private final List<Runnable> releases = new ArrayList<>();

  /**
   * @param session of the load
   */
  public ReferenceKeys(LoadContext context, Session session, String schema, KeyMemory memory) {
    this.context = context;
    this.session = session;
    this.schema = schema;
    this.memory = memory;
  }

  /** Reads what each foreign key of the loaded table to another table may reference. */
  public Future<Void> read() {
    Table table = context.table();
    Map<List<Object>, KeySet> shared = new HashMap<>();
    Future<Void> read = Future.succeededFuture();
    for (ForeignKey key : table.foreignKeys()) {
      Table referenced = table.referenced(key);
      if (!referenced.equals(table)) {
        List<Object> columns = List.of(referenced, key.referencedColumns());
        read =
            read.compose(
                    nothing ->
                        shared.containsKey(columns)
                            ? Future.succeededFuture(shared.get(columns))
                            : read(referenced, new TableKey(referenced, key.referencedColumns())))
                .map(
                    set -> {
                      shared.put(columns, set);
                      keys.put(key, set);
                      return null;
                    });
      }
    }
    return read;
  }

  /** What was read. */
  public Map<ForeignKey, KeySet> all() {
    return keys;
  }

  /** Gives the memory back, when no row is checked any more. */
  public void close() {
    releases.forEach(Runnable::run);
    releases.clear();
  }

  private Future<KeySet> read(Table table, TableKey key) {
    boolean integers = isInteger(key);
    long bytes = integers ? BYTES_AN_INTEGER : BYTES_A_HASH;
    long most = memory.free() / bytes;
    Future<Boolean> exact = KeyLookUp.isExact(session, schema, table, key);
    Future<Long> count =
        session
            .execute(Sql.countUpTo(schema, table), Tuple.of(most + 1))
            .map(counted -> counted.iterator().next().getLong(0));
    return Future.all(exact, count)
        .compose(
            known -> {
              if (!exact.result() || count.result() > most) {
                return Future.succeededFuture(lookUp(table, key, exact.result()));
              }
              return integers && memory.take(bytes * count.result())
                  ? integers(table, key, bytes * count.result())
                  : hashes(table, key);
            });
  }

  private static boolean isInteger(TableKey key) {
    List<Column> columns = key.columns();
    return columns.size() == 1 && columns.get(0).type().storage().kind() == Storage.Kind.INT;
  }

  private KeySet lookUp(Table table, TableKey key, boolean exact) {
    KeyLookUp lookUp =
        new KeyLookUp(context, session, schema, table.name(), key, exact, true, memory);
    releases.add(lookUp::clear);
    return lookUp;
  }

  /** Asked for every row. For small keys, which are usual, a BitSet is faster. */
  private Future<KeySet> integers(Table table, TableKey key, long bytes) {
    releases.add(() -> memory.giveBack(bytes));
    RoaringBitmap found = new RoaringBitmap();
    // A column that is wider may have values that no row can reference.
    return locked(
            table,
            key,
            value -> !(value instanceof Integer integer) || found.contains(integer),
            value -> {
              if (value instanceof Integer integer) {
                found.add(integer);
              }
            })
        .map(
            all -> {
              if (found.isEmpty()
                  || found.first() < 0
                  || found.last() < 0
                  || found.last() > MOST_BITS) {
                return value -> found.contains((int) value);
              }
              BitSet bits = new BitSet(found.last() + 1);
              found.forEach((int value) -> bits.set(value));
              return value -> (int) value >= 0 && bits.get((int) value);
            });
  }

  private Future<KeySet> hashes(Table table, TableKey key) {
    KeyHashes hashes = new KeyHashes(memory);
    KeyHash hash = new KeyHash();
    AtomicBoolean full = new AtomicBoolean();
    releases.add(hashes::clear);
    KeySet set =
        value -> {
          hash.set(0, value);
          return hashes.contains(hash);
        };
    return locked(
            table,
            key,
            set,
            value -> {
              hash.set(0, value);
              if (hashes.add(hash) == KeyHashes.Added.NO_MEMORY) {
                full.set(true);
              }
            })
        .map(
            all -> {
              if (!full.get()) {
                return set;
              }
              // Other loads have taken the memory meanwhile.
              hashes.clear();
              return lookUp(table, key, true);
            });
  }

  /** Locks all keys, and passes them to {@code found}. */
  private Future<Void> locked(Table table, TableKey key, KeySet known, Consumer<Object> found) {
    List<Object> rest = new ArrayList<>();
    Future<Void> free =
        session.collect(
            Sql.keys(schema, table, key.columns(), Sql.SHARED_SKIP_LOCKED),
            each(row -> found.accept(key.read(row))));
    // Its answer comes after the other one.
    Future<Void> visible =
        session.collect(
            Sql.keys(schema, table, key.columns(), ""),
            each(
                row -> {
                  Object value = key.read(row);
                  if (!known.contains(value)) {
                    rest.add(value);
                  }
                }));
    return Future.all(free, visible).compose(read -> lockAlso(table, key, rest, found));
  }

  private static Collector<Row, ?, Void> each(Consumer<Row> action) {
    return Collector.of(() -> action, Consumer::accept, (one, other) -> one, done -> null);
  }

  /** Locks the rest of the keys, one statement after the other, and waits for their locks. */
  private Future<Void> lockAlso(
      Table table, TableKey key, List<Object> rest, Consumer<Object> found) {
    if (rest.isEmpty()) {
      return Future.succeededFuture();
    }
    int size = Math.min(Sql.KEYS_A_STATEMENT, rest.size());
    return key.among(session, schema, table.name(), rest.subList(0, size), Sql.SHARED)
        .compose(
            locked -> {
              locked.forEach(found);
              return lockAlso(table, key, rest.subList(size, rest.size()), found);
            });
  }
}
