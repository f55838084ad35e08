package com.globant.hiring.spark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** A transaction that keeps others waiting. */
final class Gate implements AutoCloseable {
  private final SparkLoad load;
  private final Connection connection;
  private final String schema;
  private final String table;

  private Gate(SparkLoad load, String schema, String table, String values) throws SQLException {
    this.load = load;
    this.schema = schema;
    this.table = table;
    this.connection = load.database.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO %s.%s VALUES (%s)".formatted(schema, table, values));
    }
  }

  /** Nothing can begin this part. */
  static Gate beforePart(SparkLoad load, int part) throws SQLException {
    return new Gate(
        load, load.service, "load_parts", "'%s', %d, 0, 0, NULL".formatted(load.id, part));
  }

  /** Nothing can write this row. */
  static Gate atRow(SparkLoad load, int id) throws SQLException {
    return new Gate(load, load.schema, load.target(), id + ", 'of another'");
  }

  /** Servers do not notice at once that a connection is dead. */
  Set<String> waiting() {
    return load.database.waiting(schema, table);
  }

  void awaitWaiting(int count, JobProcess job) {
    job.until(count + " wait for " + table, () -> waiting().size() >= count);
  }

  void open() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
