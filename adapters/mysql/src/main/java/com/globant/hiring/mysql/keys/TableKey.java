package com.globant.hiring.mysql.keys;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a primary, unique or referenced key. A key is the value of its column, or a list
 * of the values if it has several.
 */
public final class TableKey {
  private final Table table;
  private final List<Column> columns;
  private final int[] positions;

  public TableKey(Table table, List<String> columns) {
    this.table = table;
    this.columns = columns.stream().map(name -> table.columns().get(table.position(name))).toList();
    this.positions = columns.stream().mapToInt(table::position).toArray();
  }

  public List<Column> columns() {
    return columns;
  }

  /** Of its columns in the table. */
  public int[] positions() {
    return positions.clone();
  }

  /** Null if one of the values is missing. */
  public @Nullable Object of(com.globant.hiring.domain.row.Row row) {
    return row.key(positions);
  }

  public Table table() {
    return table;
  }

  /** The key in the first columns of a row of the database. */
  public Object read(Row row) {
    return columns.size() == 1 ? SqlValues.read(row, 0, columns.get(0)) : values(row);
  }

  /** The values of {@link #read}, also if there is one only. */
  List<Object> values(Row row) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = SqlValues.read(row, i, columns.get(i));
    }
    return List.of(values);
  }

  /**
   * Locks and returns the keys that are in the table, waiting for other transactions' locks.
   *
   * @param name of the table, which may be a copy
   * @param keys at least one and at most {@link Sql#KEYS_A_STATEMENT}
   */
  public Future<Set<Object>> among(
      Session session, String schema, String name, Collection<Object> keys, String lock) {
    return session.collect(
        Sql.keysAmong(schema, name, columns, lock),
        parameters(keys),
        Collectors.mapping(this::read, Collectors.toSet()));
  }

  /**
   * The parameters of {@link Sql#keysAmong}. The last key is repeated, so that one prepared
   * statement is enough for every number of keys.
   */
  public Tuple parameters(Collection<Object> keys) {
    List<Object> all = new ArrayList<>(keys);
    Object[] parameters = new Object[Sql.KEYS_A_STATEMENT * columns.size()];
    int at = 0;
    for (int i = 0; i < Sql.KEYS_A_STATEMENT; i++) {
      Object key = all.get(Math.min(i, all.size() - 1));
      List<?> values = columns.size() == 1 ? List.of(key) : (List<?>) key;
      for (Object value : values) {
        parameters[at++] = SqlValues.parameter(value);
      }
    }
    return Tuple.wrap(parameters);
  }
}
