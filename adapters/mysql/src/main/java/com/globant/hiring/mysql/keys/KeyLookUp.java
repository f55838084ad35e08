package com.globant.hiring.mysql.keys;

import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of a table that are looked up for each batch, because the table has too many of them, or
 * because only the database can compare them. Keys that were found are remembered up to a limit.
 *
 * <p>Used on the load's thread, which waits for the statements.
 */
public final class KeyLookUp implements KeySet {
  /** At most 2 MiB of hashes. */
  private static final int MOST_KNOWN = 50_000;

  private final BlockingSession session;
  private final String schema;
  private final String name;
  private final TableKey key;
  private final boolean exact;
  private final boolean locking;
  private final KeyHashes known;
  private final KeyHash hash = new KeyHash();
  private final Set<Object> found = new HashSet<>();
  private int remembered;

  /**
   * @param name of the table, which may be a copy
   * @param exact whether the database compares the key as Java does
   * @param locking whether to lock the rows that are found until the transaction ends, which may
   *     have to wait for other transactions
   */
  public KeyLookUp(
      BlockingSession session,
      String schema,
      String name,
      TableKey key,
      boolean exact,
      boolean locking,
      KeyMemory memory) {
    this.session = session;
    this.schema = schema;
    this.name = name;
    this.key = key;
    this.exact = exact;
    this.locking = locking;
    this.known = new KeyHashes(memory);
  }

  /** Whether the database compares a key as Java does, which depends on collations. */
  public static boolean isExact(BlockingSession session, String schema, TableKey key) {
    List<String> texts =
        key.columns().stream().filter(KeyLookUp::isText).map(Column::name).toList();
    if (texts.isEmpty()) {
      return true;
    }
    Tuple parameters = Tuple.of(schema, key.table().name());
    texts.forEach(parameters::addString);
    return session
            .execute(Sql.otherCollations(texts.size()), parameters)
            .iterator()
            .next()
            .getLong(0)
        == 0;
  }

  private static boolean isText(Column column) {
    Storage.Kind kind = column.type().storage().kind();
    return kind == Storage.Kind.CHAR || kind == Storage.Kind.VARCHAR;
  }

  @Override
  public boolean contains(Object value) {
    return isKnown(value) || found.contains(value);
  }

  private boolean isKnown(Object value) {
    hash.set(0, value);
    return known.contains(hash);
  }

  @Override
  public void lookUp(Stream<Object> keys) {
    found.clear();
    List<Object> unknown = keys.distinct().filter(value -> !isKnown(value)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    for (Object value : find(unknown)) {
      hash.set(0, value);
      if (remembered < MOST_KNOWN && known.add(hash) != KeyHashes.Added.NO_MEMORY) {
        remembered++;
      } else {
        found.add(value);
      }
    }
  }

  /** Those of the keys that the table has. */
  private Set<Object> find(List<Object> keys) {
    try {
      return locking ? lock(keys) : read(keys, "");
    } catch (RuntimeException failure) {
      throw DatabaseFailures.translated(failure, key.table());
    }
  }

  /** Waits only for rows that are visible, see {@link ReferenceKeys}. */
  private Set<Object> lock(List<Object> keys) {
    Set<Object> free = read(keys, Sql.SHARED_SKIP_LOCKED);
    List<Object> rest = keys.stream().filter(value -> !free.contains(value)).toList();
    Set<Object> visible = read(rest, "");
    free.addAll(read(List.copyOf(visible), Sql.SHARED));
    return free;
  }

  private Set<Object> read(List<Object> keys, String lock) {
    List<Future<Set<Object>>> parts = new ArrayList<>();
    session.await(
        () -> {
          for (int from = 0; from < keys.size(); from += Sql.KEYS_A_STATEMENT) {
            parts.add(
                readPart(
                    keys.subList(from, Math.min(from + Sql.KEYS_A_STATEMENT, keys.size())), lock));
          }
          return Future.all(parts);
        });
    Set<Object> all = new HashSet<>();
    parts.forEach(part -> all.addAll(part.result()));
    return all;
  }

  private Future<Set<Object>> readPart(List<Object> keys, String lock) {
    return exact
        ? key.among(session.session(), schema, name, keys, lock)
        : session
            .session()
            .collect(
                Sql.keysEqual(schema, name, key.columns(), lock),
                key.parameters(keys),
                // The last key is repeated in the parameters.
                Collectors.mapping(
                    row -> keys.get(Math.min(row.getInteger(0), keys.size() - 1)),
                    Collectors.toSet()));
  }

  /** Gives the memory back. */
  public void clear() {
    known.clear();
  }
}
