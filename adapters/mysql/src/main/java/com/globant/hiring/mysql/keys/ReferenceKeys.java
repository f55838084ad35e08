package com.globant.hiring.mysql.keys;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.sqlclient.Row;
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

  private final BlockingSession session;
  private final LoadPlan plan;
  private final KeyMemory memory;
  private final Map<ForeignKey, KeySet> keys = new HashMap<>();
  private final List<Runnable> releases = new ArrayList<>();

  /**
   * @param session of the load
   */
  public ReferenceKeys(BlockingSession session, LoadPlan plan, KeyMemory memory) {
    this.session = session;
    this.plan = plan;
    this.memory = memory;
  }

  /** Reads what each foreign key of the loaded table to another table may reference. */
  public void read() {
    Map<List<Object>, KeySet> shared = new HashMap<>();
    for (ForeignKey key : plan.table().foreignKeys()) {
      Table referenced = plan.table().referenced(key);
      if (!referenced.equals(plan.table())) {
        keys.put(
            key,
            shared.computeIfAbsent(
                List.of(referenced, key.referencedColumns()),
                columns -> read(new TableKey(referenced, key.referencedColumns()))));
      }
    }
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

  private KeySet read(TableKey key) {
    boolean integers = isInteger(key);
    long bytes = integers ? BYTES_AN_INTEGER : BYTES_A_HASH;
    long most = memory.free() / bytes;
    boolean exact = KeyLookUp.isExact(session, plan.schema(), key);
    long count =
        session
            .execute(Sql.countUpTo(plan.schema(), key.table()), most + 1)
            .iterator()
            .next()
            .getLong(0);
    if (!exact || count > most) {
      return lookUp(key, exact);
    }
    return integers && memory.take(bytes * count) ? integers(key, bytes * count) : hashes(key);
  }

  private static boolean isInteger(TableKey key) {
    List<Column> columns = key.columns();
    return columns.size() == 1 && columns.get(0).type().storage().kind() == Storage.Kind.INT;
  }

  private KeySet lookUp(TableKey key, boolean exact) {
    KeyLookUp lookUp =
        new KeyLookUp(
            session, plan.schema(), key.table().name(), key, exact, /* locking= */ true, memory);
    releases.add(lookUp::clear);
    return lookUp;
  }

  /** Asked for every row. For small keys, which are usual, a BitSet is faster. */
  private KeySet integers(TableKey key, long bytes) {
    releases.add(() -> memory.giveBack(bytes));
    RoaringBitmap found = new RoaringBitmap();
    // A column that is wider may have values that no row can reference.
    lock(
        key,
        value -> !(value instanceof Integer integer) || found.contains(integer),
        value -> {
          if (value instanceof Integer integer) {
            found.add(integer);
          }
        });
    if (found.isEmpty() || found.first() < 0 || found.last() < 0 || found.last() > MOST_BITS) {
      return value -> found.contains((int) value);
    }
    BitSet bits = new BitSet(found.last() + 1);
    found.forEach((int value) -> bits.set(value));
    return value -> (int) value >= 0 && bits.get((int) value);
  }

  private KeySet hashes(TableKey key) {
    KeyHashes hashes = new KeyHashes(memory);
    KeyHash hash = new KeyHash();
    AtomicBoolean full = new AtomicBoolean();
    releases.add(hashes::clear);
    KeySet set =
        value -> {
          hash.set(0, value);
          return hashes.contains(hash);
        };
    lock(
        key,
        set,
        value -> {
          hash.set(0, value);
          if (hashes.add(hash) == KeyHashes.Added.NO_MEMORY) {
            full.set(true);
          }
        });
    if (full.get()) {
      // Other loads have taken the memory meanwhile.
      hashes.clear();
      return lookUp(key, true);
    }
    return set;
  }

  /** Locks all keys, and passes them to {@code found}. Waits for those that are visible. */
  private void lock(TableKey key, KeySet known, Consumer<Object> found) {
    String sql = Sql.keys(plan.schema(), key.table(), key.columns(), Sql.SHARED_SKIP_LOCKED);
    read(sql, row -> found.accept(key.read(row)));
    List<Object> rest = new ArrayList<>();
    read(
        Sql.keys(plan.schema(), key.table(), key.columns(), ""),
        row -> {
          Object value = key.read(row);
          if (!known.contains(value)) {
            rest.add(value);
          }
        });
    for (int from = 0; from < rest.size(); from += Sql.KEYS_A_STATEMENT) {
      List<Object> some = rest.subList(from, Math.min(from + Sql.KEYS_A_STATEMENT, rest.size()));
      session
          .await(
              () ->
                  key.among(session.session(), plan.schema(), key.table().name(), some, Sql.SHARED))
          .forEach(found);
    }
  }

  private void read(String sql, Consumer<Row> action) {
    session.collect(
        sql,
        Collector.<Row, Consumer<Row>, Boolean>of(
            () -> action, Consumer::accept, (one, other) -> one, done -> true));
  }
}
