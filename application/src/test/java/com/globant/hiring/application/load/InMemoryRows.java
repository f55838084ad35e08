package com.globant.hiring.application.load;

import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows by their primary keys, and the primary keys by the values of other keys. A row of a table
 * without a primary key has an object of its own as its key.
 */
final class InMemoryRows {
  private final Table table;
  private final Map<Object, List<@Nullable Object>> rows = new LinkedHashMap<>();

  /** By the names of the columns of each further key that is unique. */
  private final Map<List<String>, Map<Object, Object>> unique = new HashMap<>();

  InMemoryRows(Table table) {
    this.table = table;
    table.definition().uniqueKeys().forEach(key -> unique.put(key, new HashMap<>()));
  }

  /** The key of a row of some columns; null if a value is missing. */
  static @Nullable Object key(Table table, List<String> columns, List<@Nullable Object> values) {
    List<Object> key = new ArrayList<>();
    for (int position : table.positions(columns)) {
      Object value = values.get(position);
      if (value == null) {
        return null;
      }
      key.add(value);
    }
    return key.size() == 1 ? key.get(0) : key;
  }

  Map<Object, List<@Nullable Object>> all() {
    return rows;
  }

  Collection<List<@Nullable Object>> values() {
    return rows.values();
  }

  boolean has(Object primaryKey) {
    return rows.containsKey(primaryKey);
  }

  /** The primary key of the row that has a value of a unique key, or null. */
  @Nullable Object holder(List<String> columns, Object value) {
    return unique.getOrDefault(columns, Map.of()).get(value);
  }

  void put(Object primaryKey, List<@Nullable Object> values) {
    remove(primaryKey);
    rows.put(primaryKey, values);
    unique.forEach(
        (columns, holders) -> {
          Object value = key(table, columns, values);
          if (value != null) {
            holders.put(value, primaryKey);
          }
        });
  }

  private void remove(Object primaryKey) {
    if (rows.remove(primaryKey) != null) {
      unique.values().forEach(holders -> holders.values().removeIf(primaryKey::equals));
    }
  }

  void putAll(InMemoryRows others) {
    others.rows.forEach(this::put);
  }

  void clear() {
    rows.clear();
    unique.values().forEach(Map::clear);
  }
}
