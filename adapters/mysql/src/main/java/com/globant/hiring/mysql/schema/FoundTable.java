package com.globant.hiring.mysql.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as it is in the database.
 *
 * @param kind such as BASE TABLE or VIEW
 * @param engine null for views
 * @param transactional whether the engine has transactions
 * @param mariaDb whether the server is MariaDB
 * @param comment of the owners, or empty
 * @param columns in their order, by name in lower case
 * @param uniqueIndexes all, the primary key first
 */
record FoundTable(
    String kind,
    @Nullable String engine,
    boolean transactional,
    boolean mariaDb,
    String comment,
    Map<String, FoundColumn> columns,
    List<Key> uniqueIndexes) {

  /** Parameters: schema, table. No row if there is no such table. */
  static final String SELECT =
      """
      SELECT t.table_type, t.engine, COALESCE(e.transactions, 'NO'), VERSION(),
        CAST(t.table_comment AS CHAR)
      FROM information_schema.tables t
      LEFT JOIN information_schema.engines e ON e.engine = t.engine
      WHERE t.table_schema = ? AND t.table_name = ?\
      """;

  /** Parameters: schema, table. Indexed expressions have no column. */
  static final String SELECT_KEYS =
      """
      SELECT index_name, column_name, CAST(sub_part AS CHAR)
      FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND non_unique = 0
      ORDER BY index_name = 'PRIMARY' DESC, index_name, seq_in_index\
      """;

  /**
   * A primary key or unique index.
   *
   * @param columns names as in the database; expressions have none
   * @param whole whether it consists of whole columns, and is therefore a key
   */
  record Key(String name, List<String> columns, boolean whole) {
    boolean isPrimary() {
      return name.equals("PRIMARY");
    }

    /** Whether it consists of these columns, in whatever order. */
    boolean isOf(List<String> names) {
      return lower(columns).equals(lower(names));
    }

    static Set<String> lower(List<String> names) {
      Set<String> lower = new HashSet<>();
      names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
      return lower;
    }
  }

  /**
   * @param table row of {@link #SELECT}
   * @param columns rows of {@link FoundColumn#SELECT}
   * @param keys rows of {@link #SELECT_KEYS}
   */
  static FoundTable of(
      @Nullable String[] table, List<@Nullable String[]> columns, List<@Nullable String[]> keys) {
    Map<String, FoundColumn> found = new LinkedHashMap<>();
    for (@Nullable String[] row : columns) {
      FoundColumn column = FoundColumn.of(row);
      found.put(column.name().toLowerCase(Locale.ROOT), column);
    }
    return new FoundTable(
        String.valueOf(table[0]).toUpperCase(Locale.ROOT),
        table[1],
        "YES".equalsIgnoreCase(table[2]),
        String.valueOf(table[3]).contains("MariaDB"),
        Objects.requireNonNullElse(table[4], ""),
        found,
        keys(keys));
  }

  private static List<Key> keys(List<@Nullable String[]> rows) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    Set<String> partial = new HashSet<>();
    for (@Nullable String[] row : rows) {
      String name = String.valueOf(row[0]);
      String column = row[1];
      List<String> columns = keys.computeIfAbsent(name, key -> new ArrayList<>());
      if (column != null) {
        columns.add(column);
      }
      if (column == null || row[2] != null) {
        partial.add(name);
      }
    }
    return keys.entrySet().stream()
        .map(key -> new Key(key.getKey(), key.getValue(), !partial.contains(key.getKey())))
        .toList();
  }

  /** The primary key first. */
  List<Key> uniqueKeys() {
    return uniqueIndexes.stream().filter(Key::whole).toList();
  }

  boolean isTable() {
    return kind.equals("BASE TABLE") || kind.equals("SYSTEM VERSIONED");
  }

  @Nullable FoundColumn column(String name) {
    return columns.get(name.toLowerCase(Locale.ROOT));
  }

  /** The primary key, or null. */
  @Nullable Key primaryKey() {
    return uniqueKeys().stream().filter(Key::isPrimary).findFirst().orElse(null);
  }

  /** Whether no two rows can have the same values in these columns. */
  boolean hasUniqueKey(List<String> names) {
    return uniqueKeys().stream().anyMatch(key -> key.isOf(names));
  }

  /** Whether a column is in the primary key. */
  boolean isInPrimaryKey(FoundColumn column) {
    Key primary = primaryKey();
    return primary != null && primary.columns().stream().anyMatch(column.name()::equalsIgnoreCase);
  }
}
