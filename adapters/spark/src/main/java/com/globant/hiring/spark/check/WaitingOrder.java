package com.globant.hiring.spark.check;

import com.globant.hiring.application.record.DuplicateKeys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the service writes rows that have waited: level by level those whose
 * references are there, then those that reference each other. The others are refused.
 */
final class WaitingOrder {
  private final List<Node> rows;

  /** The place of the last row with a key that is there before rows which wait. */
  private final Map<List<Object>, Long> last;

  private final Set<List<Object>> resolved;

  /** Numbers of the rows that reference a key. */
  private final Map<List<Object>, List<Integer>> children = new HashMap<>();

  private final int[] unresolved;
  private final List<Integer> written = new ArrayList<>();

  /**
   * @param rows in the order of the files
   * @param last keys that rows which do not wait have, or the table, and the last place of each
   */
  WaitingOrder(List<Node> rows, Map<List<Object>, Long> last) {
    this.rows = rows;
    this.last = new HashMap<>(last);
    this.resolved = new HashSet<>(last.keySet());
    this.unresolved = new int[rows.size()];
    for (int row = 0; row < rows.size(); row++) {
      for (List<Object> reference : rows.get(row).references()) {
        if (reference != null && !resolved.contains(reference)) {
          unresolved[row]++;
          children.computeIfAbsent(reference, none -> new ArrayList<>()).add(row);
        }
      }
    }
  }

  /** Adds the rows that are not written. */
  void addTo(Map<Integer, TakenRows> taken, DuplicateKeys duplicates) {
    Set<Integer> left = levels();
    Set<Integer> dropped = dropped(left);
    left.stream().filter(row -> !dropped.contains(row)).forEach(written::add);
    int rank = 0;
    for (int row : written) {
      Node node = rows.get(row);
      Long before = last.get(node.key());
      if (before == null || duplicates == DuplicateKeys.UPDATE) {
        last.put(node.key(), node.place());
      }
      if (before != null && duplicates == DuplicateKeys.UPDATE) {
        ofSlice(taken, node.place()).addUpdate(Places.row(node.place()));
        if (before != Places.IN_TABLE) {
          ofSlice(taken, before).add(0, Places.row(before));
        }
      } else if (before != null) {
        TakenRows ofSlice = ofSlice(taken, node.place());
        ofSlice.add(0, Places.row(node.place()));
        if (duplicates == DuplicateKeys.REJECT) {
          ofSlice.addLate(Places.row(node.place()), rank++);
        }
      }
    }
    left.stream()
        .filter(row -> !dropped.contains(row))
        .forEach(row -> resolved.add(rows.get(row).key()));
    for (int row : dropped) {
      Node node = rows.get(row);
      TakenRows ofSlice = ofSlice(taken, node.place());
      ofSlice.addUnknown(firstUnresolved(node), Places.row(node.place()));
      ofSlice.addLate(Places.row(node.place()), rank++);
    }
  }

  private static TakenRows ofSlice(Map<Integer, TakenRows> taken, long place) {
    return taken.computeIfAbsent(Places.slice(place), none -> new TakenRows());
  }

  private int firstUnresolved(Node node) {
    for (int which = 0; which < node.references().size(); which++) {
      List<Object> reference = node.references().get(which);
      if (reference != null && !resolved.contains(reference)) {
        return which;
      }
    }
    throw new IllegalStateException("A refused row has all that it references");
  }

  /** Writes level after level; the rows that are left. */
  private Set<Integer> levels() {
    Set<Integer> left = new TreeSet<>();
    TreeSet<Integer> level = new TreeSet<>();
    for (int row = 0; row < rows.size(); row++) {
      (unresolved[row] == 0 ? level : left).add(row);
    }
    while (!level.isEmpty()) {
      TreeSet<Integer> next = new TreeSet<>();
      for (int row : level) {
        written.add(row);
        for (int child : resolve(rows.get(row).key())) {
          if (--unresolved[child] == 0) {
            left.remove(child);
            next.add(child);
          }
        }
      }
      level = next;
    }
    return left;
  }

  private List<Integer> resolve(List<Object> key) {
    return resolved.add(key) ? childrenOf(key) : List.of();
  }

  private List<Integer> childrenOf(List<Object> key) {
    @Nullable List<Integer> known = children.get(key);
    return known == null ? List.of() : known;
  }

  /** Of the rows that are left, those that reference keys which none of them has that stays. */
  private Set<Integer> dropped(Set<Integer> left) {
    Map<List<Object>, Integer> holders = new HashMap<>();
    left.forEach(row -> holders.merge(rows.get(row).key(), 1, Integer::sum));
    Set<Integer> dropped = new TreeSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (int row : left) {
      boolean nothing =
          rows.get(row).references().stream()
              .anyMatch(
                  reference ->
                      reference != null
                          && !resolved.contains(reference)
                          && !holders.containsKey(reference));
      if (nothing && dropped.add(row)) {
        open.add(row);
      }
    }
    while (!open.isEmpty()) {
      List<Object> key = rows.get(open.remove()).key();
      if (holders.merge(key, -1, Integer::sum) == 0 && !resolved.contains(key)) {
        for (int child : childrenOf(key)) {
          if (left.contains(child) && dropped.add(child)) {
            open.add(child);
          }
        }
      }
    }
    return dropped;
  }
}
