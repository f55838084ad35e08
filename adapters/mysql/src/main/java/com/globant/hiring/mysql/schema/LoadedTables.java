package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates the tables of a schema that are missing, and compares existing ones with their
 * definitions. Further columns, indexes and triggers belong to the owners of the tables.
 */
record LoadedTables(Connection connection, Schema schema) {

  /** Those that do not exist, or that the account cannot see. */
  List<Table> missing() throws SQLException {
    List<Table> missing = new ArrayList<>();
    for (Table table : schema.tables()) {
      if (rows(FoundTable.SELECT, table.name()).isEmpty()) {
        missing.add(table);
      }
    }
    return missing;
  }

  void createMissing() throws SQLException {
    for (Table table : missing()) {
      JdbcServer.execute(connection, ColumnSql.create(schema.name(), table));
    }
  }

  /** Why tables cannot be created or loaded, each with what changes that. */
  List<String> differences() throws SQLException {
    List<String> all = new ArrayList<>();
    for (Table table : schema.tables()) {
      String name = schema.name() + "." + table.name();
      FoundTable found = found(table.name());
      if (found == null) {
        String keyNeed = table.primaryKey().isEmpty() ? keyNeed() : "";
        if (!keyNeed.isEmpty()) {
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
    for (@Nullable String[] row :
        JdbcServer.rows(
            connection,
            "SHOW VARIABLES WHERE variable_name IN ('sql_require_primary_key',"
                + " 'sql_generate_invisible_primary_key', 'innodb_force_primary_key',"
                + " 'group_replication_group_name')")) {
      variables.put(String.valueOf(row[0]), String.valueOf(row[1]));
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
    return JdbcServer.rows(connection, sql, schema.name(), table);
  }
}
