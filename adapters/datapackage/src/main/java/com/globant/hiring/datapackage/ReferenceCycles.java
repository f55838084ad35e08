package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.TableDefinition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tables that reference each other in a circle. They can be loaded, but only if the references of
 * the first rows are missing values.
 */
final class ReferenceCycles {
  private final Map<String, TableDefinition> tables;

  ReferenceCycles(Map<String, TableDefinition> tables) {
    this.tables = tables;
  }

  void warn(Node json) {
    for (String name : tables.keySet()) {
      if (reaches(name)) {
        json.warning(
            "table '%s' references itself through other tables; its first rows need references that are missing values"
                .formatted(name));
      }
    }
  }

  /** Whether the references of a table lead back to it over another table. */
  private boolean reaches(String name) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(name);
    while (!open.isEmpty()) {
      String from = open.remove();
      TableDefinition table = tables.get(from);
      for (ForeignKey key :
          table == null ? Set.<ForeignKey>of() : Set.copyOf(table.foreignKeys())) {
        if (!key.table().equals(from) && key.table().equals(name)) {
          return true;
        }
        if (seen.add(key.table())) {
          open.add(key.table());
        }
      }
    }
    return false;
  }
}
