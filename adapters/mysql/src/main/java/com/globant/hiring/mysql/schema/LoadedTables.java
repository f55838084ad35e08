package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates the tables of a schema that are missing, and compares existing ones with their
 * definitions. Further columns, indexes and triggers belong to the owners of the tables.
 */
record LoadedTables(Connection connection, Schema schema) {

  /** Those that do not exist, or that the account cannot see. */
  List<Table> missing() throws SQLException {
    Set<String> there = new HashSet<>();
    try (PreparedStatement lookUp =
        connection.prepareStatement(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = ?")) {
      lookUp.setString(1, schema.name());
      try (ResultSet found = lookUp.executeQuery()) {
        while (found.next()) {
          there.add(found.getString(1));
        }
      }
    }
    List<Table> missing = new ArrayList<>();
    for (Table table : schema.tables()) {
      // The server may compare names without case.
      if (!there.contains(table.name()) && found(table.name()) == null) {
        missing.add(table);
      }
    }
    return missing;
  }

  void createMissing() throws SQLException {
    for (Table table : missing()) {
      try (Statement create = connection.createStatement()) {
        create.execute(ColumnSql.create(schema.name(), table));
      }
    }
  }

  /** Why tables cannot be created or loaded, each with what changes that. */
  List<String> differences() throws SQLException {
    List<String> all = new ArrayList<>();
    List<Table> missing = missing();
    String keyNeed = missing.isEmpty() ? "" : keyNeed();
    for (Table table : schema.tables()) {
      String name = schema.name() + "." + table.name();
      FoundTable found = missing.contains(table) ? null : found(table.name());
      if (found == null) {
        if (table.primaryKey().isEmpty() && !keyNeed.isEmpty()) {
          all.add(
              "%s has no primary key in its definition, and %s: add a primaryKey to the definition, or create the table yourself with a further column as its key: %s"
                  .formatted(name, keyNeed, withKey(table)));
        }
        continue;
      }
      TableComparison compared = new TableComparison(table, found);
      if (!compared.problems().isEmpty()) {
        all.add(
            found.isTable()
                ? "%s: %s".formatted(name, compared.text(schema.name()))
                : "%s %s".formatted(name, compared.text(schema.name())));
      }
    }
    return all;
  }

  private String withKey(Table table) {
    return ColumnSql.create(schema.name(), table)
        .replaceFirst(" \\(", " (row_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, ");
  }

  /** Why the server takes no tables without a primary key; empty if it does. */
  private String keyNeed() throws SQLException {
    Map<String, String> variables = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SHOW VARIABLES WHERE variable_name IN ('sql_require_primary_key',"
                    + " 'sql_generate_invisible_primary_key', 'innodb_force_primary_key',"
                    + " 'group_replication_group_name')")) {
      while (found.next()) {
        variables.put(found.getString(1), found.getString(2));
      }
    }
    if ("ON".equals(variables.get("sql_generate_invisible_primary_key"))) {
      return "";
    }
    for (String variable : List.of("sql_require_primary_key", "innodb_force_primary_key")) {
      if ("ON".equals(variables.get(variable))) {
        return "the server has %s = ON".formatted(variable);
      }
    }
    String group = variables.getOrDefault("group_replication_group_name", "");
    return group.isEmpty() ? "" : "group replication takes no rows of such tables";
  }

  /** The table as it is in the database, or null. */
  @Nullable FoundTable found(String table) throws SQLException {
    List<@Nullable String[]> found = rows(FoundTable.SELECT, table);
    return found.isEmpty()
        ? null
        : FoundTable.of(
            found.get(0), rows(FoundColumn.SELECT, table), rows(FoundTable.SELECT_KEYS, table));
  }

  /** The rows of a statement whose parameters are the schema and a table. */
  List<@Nullable String[]> rows(String sql, String table) throws SQLException {
    List<@Nullable String[]> rows = new ArrayList<>();
    try (PreparedStatement lookUp = connection.prepareStatement(sql)) {
      lookUp.setString(1, schema.name());
      lookUp.setString(2, table);
      try (ResultSet found = lookUp.executeQuery()) {
        while (found.next()) {
          @Nullable String[] row = new String[found.getMetaData().getColumnCount()];
          for (int i = 0; i < row.length; i++) {
            row[i] = found.getString(i + 1);
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
