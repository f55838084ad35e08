package com.globant.hiring.mysql.waiting;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.keys.KeyHash;
import com.globant.hiring.mysql.keys.KeyLookUp;
import com.globant.hiring.mysql.keys.KeyMemory;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.rows.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the loaded table that its own rows reference: which of them the table has, or will
 * have in the end.
 *
 * <p>If a table has one key only, a row whose key was seen is in the table in the end, or another
 * one with this key. If it has several, a row may be refused because of another key, so the
 * database is asked.
 *
 * <p>Used on the load's thread.
 */
final class OwnKeys {
  private final LoadPlan plan;
  private final RowWriter writer;
  private final List<Key> keys = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private final boolean seenAreStored;

  /** A key that is referenced. */
  static final class Key {
    private final int number;
    private final int[] positions;
    private final KeyLookUp table;

    private Key(int number, int[] positions, KeyLookUp table) {
      this.number = number;
      this.positions = positions;
      this.table = table;
    }

    int number() {
      return number;
    }

    /** Sets the hash of the key that a row has; false if one of its values is missing. */
    boolean set(KeyHash hash, Row row) {
      return hash.set(number, row, positions);
    }

    private List<Object> numbered(@Nullable Object value) {
      return value == null ? List.of() : List.of(number, value);
    }
  }

  /** A foreign key of the table to itself. */
  static final class Reference {
    private final ForeignKey key;
    private final Key referenced;
    private final int[] positions;

    private Reference(ForeignKey key, Key referenced, int[] positions) {
      this.key = key;
      this.referenced = referenced;
      this.positions = positions;
    }

    ForeignKey key() {
      return key;
    }

    /** Sets the hash of the key that a row references; false if one of its values is missing. */
    boolean set(KeyHash hash, Row row) {
      return hash.set(referenced.number, row, positions);
    }
  }

  /** Prepares the look-ups. Blocks. */
  OwnKeys(LoadPlan plan, RowWriter writer, KeyMemory memory) {
    this.plan = plan;
    this.writer = writer;
    Table table = plan.table();
    List<String> primaryKey = table.definition().primaryKey();
    boolean onlyPrimaryKey = true;
    List<List<String>> referenced = new ArrayList<>();
    for (ForeignKey key : table.foreignKeysTo(table)) {
      List<String> columns = key.referencedColumns();
      onlyPrimaryKey &= columns.equals(primaryKey);
      if (!referenced.contains(columns)) {
        KeyLookUp lookUp = writer.lookUp(new TableKey(table, columns), memory);
        keys.add(new Key(referenced.size(), table.positions(columns), lookUp));
        referenced.add(columns);
      }
      references.add(
          new Reference(
              key, keys.get(referenced.indexOf(columns)), table.positions(key.columns())));
    }
    this.seenAreStored = onlyPrimaryKey && writer.storesKeysSeen();
  }

  List<Key> keys() {
    return keys;
  }

  List<Reference> references() {
    return references;
  }

  /** Whether each key that was seen is in the table in the end. */
  boolean areSeenStored() {
    return seenAreStored;
  }

  /** Whether only the database can tell which keys the table has. */
  boolean mustAsk() {
    return plan.append() || !seenAreStored || !writer.hasSeenAll();
  }

  /** As {@link RowWriter#awaitWrites}. */
  void awaitWrites() {
    writer.awaitWrites();
  }

  /** Looks up in the table what rows reference, until the next look-up. Blocks. */
  void lookUp(List<Row> rows) {
    for (Key key : keys) {
      key.table.lookUp(
          references.stream()
              .filter(reference -> reference.referenced == key)
              .flatMap(reference -> rows.stream().map(row -> row.key(reference.positions)))
              .filter(Objects::nonNull));
    }
  }

  /**
   * Whether what a row references is known to be there, or the row references itself.
   *
   * @param earlier keys by {@link #addTo} of rows that are not written yet
   */
  boolean isKnown(Row row, Reference reference, Set<List<Object>> earlier) {
    Object key = row.key(reference.positions);
    Key referenced = reference.referenced;
    return key == null
        || (seenAreStored && writer.hasSeen(row, reference.positions))
        || key.equals(row.key(referenced.positions))
        || earlier.contains(referenced.numbered(key))
        || referenced.table.contains(key);
  }

  /** Adds the keys of a row. */
  void addTo(Set<List<Object>> earlier, Row row) {
    keys.forEach(key -> earlier.add(key.numbered(row.key(key.positions))));
  }

  /** Gives the memory back. */
  void clear() {
    keys.forEach(key -> key.table.clear());
  }
}
