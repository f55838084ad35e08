package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows of one load that wait for the rows of the same table that they reference. */
final class InMemorySelfReferences {
  private final Table table;
  private final List<ForeignKey> keys;
  private final BiPredicate<List<String>, Object> isThere;
  private final List<Row> waiting = new ArrayList<>();
  private final List<Row> circular = new ArrayList<>();
  private boolean ended;

  /**
   * @param isThere whether the table has values of some columns
   */
  InMemorySelfReferences(Table table, BiPredicate<List<String>, Object> isThere) {
    this.table = table;
    this.keys = table.foreignKeysTo(table);
    this.isThere = isThere;
  }

  /** Keeps rows of a batch whose references are neither there nor earlier in it; gives the rest. */
  List<Row> keepBack(List<Row> batch) {
    if (ended) {
      return batch;
    }
    List<Row> going = new ArrayList<>();
    Set<List<Object>> earlier = new HashSet<>();
    for (Row row : batch) {
      if (keys.stream().allMatch(key -> isKept(row, key) || earlier.contains(parent(row, key)))) {
        going.add(row);
        keys.stream().filter(this::isStoredIfAccepted).forEach(key -> earlier.add(own(row, key)));
      } else {
        waiting.add(row);
      }
    }
    return going;
  }

  /** Whether a row is in the table with its key, or another row with this key, once it came. */
  private boolean isStoredIfAccepted(ForeignKey key) {
    return table.definition().uniqueKeys().isEmpty()
        && key.referencedColumns().equals(table.definition().primaryKey());
  }

  /** As {@link LoadTransaction#nextWaiting}. */
  List<RowOutcome> next() {
    ended = true;
    if (circular.stream().anyMatch(row -> !isComplete(row, key -> false))) {
      throw new Refused(
          RefusalCode.ROWS_REFUSED, "rows reference each other, and one of them was refused");
    }
    circular.clear();
    List<Row> next = waiting.stream().filter(row -> isComplete(row, key -> false)).toList();
    if (next.isEmpty()) {
      next = referencingEachOther();
      circular.addAll(next);
    }
    waiting.removeAll(next);
    if (next.isEmpty()) {
      List<RowOutcome> refused = List.copyOf(waiting.stream().map(this::refused).toList());
      waiting.clear();
      return refused;
    }
    return List.copyOf(next);
  }

  /** The most rows that are complete with the rows that are there and with each other. */
  private List<Row> referencingEachOther() {
    List<Row> rest = waiting;
    while (true) {
      Set<List<Object>> own = new HashSet<>();
      rest.forEach(row -> keys.forEach(key -> own.add(own(row, key))));
      List<Row> complete = rest.stream().filter(row -> isComplete(row, own::contains)).toList();
      if (complete.size() == rest.size()) {
        return complete;
      }
      rest = complete;
    }
  }

  private boolean isComplete(Row row, Predicate<List<Object>> among) {
    return keys.stream().allMatch(key -> isKept(row, key) || among.test(parent(row, key)));
  }

  private boolean isKept(Row row, ForeignKey key) {
    Object parent = InMemoryRows.key(table, key.columns(), row.values());
    return parent == null
        || isThere.test(key.referencedColumns(), parent)
        || parent.equals(InMemoryRows.key(table, key.referencedColumns(), row.values()));
  }

  private RowRejected refused(Row row) {
    return keys.stream()
        .filter(key -> !isKept(row, key))
        .findFirst()
        .map(key -> RowRejected.unknownReference(row, table, key))
        .orElseThrow();
  }

  private List<Object> parent(Row row, ForeignKey key) {
    return pair(key, InMemoryRows.key(table, key.columns(), row.values()));
  }

  private List<Object> own(Row row, ForeignKey key) {
    return pair(key, InMemoryRows.key(table, key.referencedColumns(), row.values()));
  }

  private static List<Object> pair(ForeignKey key, @Nullable Object value) {
    return value == null ? List.of() : List.of(key.referencedColumns(), value);
  }
}
