package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.summary.ContentVersions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the definitions of tables that exist. */
public final class SchemaDescription {
  private static final String FOREIGN_KEYS =
      """
      SELECT constraint_name, column_name, referenced_table_schema, referenced_table_name,
        referenced_column_name
      FROM information_schema.key_column_usage
      WHERE table_schema = ? AND table_name = ? AND referenced_table_name IS NOT NULL
      ORDER BY constraint_name, ordinal_position\
      """;

  /** MariaDB's. Its JSON is text with such a check of the column. */
  private static final String JSON_CHECKS =
      """
      SELECT constraint_name FROM information_schema.check_constraints
      WHERE constraint_schema = ? AND table_name = ? AND check_clause LIKE 'json_valid(%'\
      """;

  private final String schema;
  private final LoadedTables database;
  private final List<TableDefinition> complete = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  private SchemaDescription(Connection connection, String schema) {
    this.schema = schema;
    this.database = new LoadedTables(connection, new Schema(schema, List.of()));
  }

  /**
   * Describes tables; blocks.
   *
   * @param names of tables; empty for all of the schema but the service's own
   * @throws com.globant.hiring.application.Refused {@code database_unavailable} if the server
   *     cannot be reached
   */
  public static SchemaDescription of(MySqlSettings settings, String schema, List<String> names) {
    return new JdbcServer(settings)
        .call(connection -> new SchemaDescription(connection, schema).describe(names));
  }

  private SchemaDescription describe(List<String> names) throws SQLException {
    Map<String, TableDefinition> described = new LinkedHashMap<>();
    for (String name : names.isEmpty() ? all() : names) {
      FoundTable found = database.found(name);
      if (found == null) {
        refusals.add(
            "%s: schema %s has no such table that the account may see".formatted(name, schema));
      } else if (!found.isTable()) {
        (names.isEmpty() ? notes : refusals).add("%s: is a %s".formatted(name, found.kind()));
      } else {
        TableDefinition table = describe(name, found);
        if (table != null) {
          described.put(name, table);
        }
      }
    }
    for (TableDefinition table : described.values()) {
      complete.add(table.with(table.columns(), foreignKeys(table, described)));
    }
    return this;
  }

  public List<TableDefinition> tables() {
    return complete;
  }

  /** What people should know, each with the name of its table. */
  public List<String> notes() {
    return notes;
  }

  /** Why other tables cannot be described. */
  public List<String> refusals() {
    return refusals;
  }

  private List<String> all() throws SQLException {
    Set<String> own = new HashSet<>(ContentVersions.TABLES);
    own.add(SchemaScripts.HISTORY);
    List<String> names = new ArrayList<>();
    for (@Nullable String[] row :
        JdbcServer.rows(
            database.connection(),
            "SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name",
            schema)) {
      String name = String.valueOf(row[0]);
      if (!own.contains(name)) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      refusals.add("schema %s has no tables that the account may see".formatted(schema));
    }
    return names;
  }

  /** The table without its foreign keys; null if it cannot be described. */
  private @Nullable TableDefinition describe(String name, FoundTable found) throws SQLException {
    Set<String> json = new HashSet<>();
    if (found.mariaDb()) {
      database.rows(JSON_CHECKS, name).forEach(row -> json.add(String.valueOf(row[0])));
    }
    List<Column> columns = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (FoundColumn one : found.columns().values()) {
      if (one.isGenerated()) {
        continue;
      }
      ColumnDescription description =
          new ColumnDescription(one, one.isLongText() && json.contains(one.name()));
      description.notes().forEach(note -> notes.add("%s: %s".formatted(name, note)));
      Column column = description.column();
      if (column != null) {
        columns.add(column);
        noteDefault(name, one);
      } else if (one.needsValue()) {
        reasons.add(
            description.reason() + ". It cannot be left out, as it is NOT NULL without a default");
      } else {
        notes.add("%s: %s; it is left out".formatted(name, description.reason()));
      }
    }
    if (reasons.isEmpty() && columns.isEmpty()) {
      reasons.add("it has no column that a definition can have");
    }
    if (!reasons.isEmpty()) {
      refusals.add("%s: %s".formatted(name, String.join("; ", reasons)));
      return null;
    }
    return table(name, found, columns);
  }

  private void noteDefault(String table, FoundColumn column) {
    if (column.defaultText() != null && !column.defaultText().equalsIgnoreCase("NULL")) {
      notes.add(
          "%s: column %s has the default %s, which loads do not use; remove the field to let the database fill it"
              .formatted(table, column.name(), column.defaultText()));
    }
  }

  private TableDefinition table(String name, FoundTable found, List<Column> columns) {
    List<String> names = columns.stream().map(Column::name).toList();
    List<String> primaryKey = List.of();
    List<List<String>> uniqueKeys = new ArrayList<>();
    for (FoundTable.Key key : found.uniqueKeys()) {
      if (!names.containsAll(key.columns())) {
        notes.add(
            "%s: key %s is left out, as it has a column that is left out"
                .formatted(name, key.name()));
      } else if (key.isPrimary()) {
        primaryKey = key.columns();
      } else if (!key.isOf(primaryKey)) {
        uniqueKeys.add(key.columns());
      }
    }
    if (primaryKey.isEmpty()) {
      notes.add("%s: has no primary key, so that loads take every row".formatted(name));
    }
    return new TableDefinition(
        name,
        null,
        found.comment().isEmpty() ? null : found.comment(),
        columns,
        primaryKey,
        uniqueKeys,
        List.of(),
        FieldsMatch.EXACT,
        TableDefinition.DEFAULT_MISSING_VALUES,
        Dialect.DEFAULT,
        null,
        Exchange.AUTO);
  }

  private List<ForeignKey> foreignKeys(
      TableDefinition table, Map<String, TableDefinition> described) throws SQLException {
    Map<String, List<@Nullable String[]>> keys = new LinkedHashMap<>();
    for (@Nullable String[] row : database.rows(FOREIGN_KEYS, table.name())) {
      keys.computeIfAbsent(String.valueOf(row[0]), name -> new ArrayList<>()).add(row);
    }
    List<ForeignKey> foreignKeys = new ArrayList<>();
    keys.forEach(
        (name, rows) -> {
          ForeignKey key =
              new ForeignKey(
                  rows.stream().map(row -> String.valueOf(row[1])).toList(),
                  String.valueOf(rows.get(0)[3]),
                  rows.stream().map(row -> String.valueOf(row[4])).toList());
          TableDefinition referenced =
              schema.equalsIgnoreCase(rows.get(0)[2]) ? described.get(key.table()) : null;
          if (referenced != null && fits(table, key, referenced)) {
            foreignKeys.add(key);
          } else {
            notes.add(
                "%s: foreign key %s is left out: it references what this package does not define as a key of the same types"
                    .formatted(table.name(), name));
          }
        });
    return foreignKeys;
  }

  private static boolean fits(TableDefinition table, ForeignKey key, TableDefinition referenced) {
    Set<String> columns = Set.copyOf(key.referencedColumns());
    boolean unique =
        columns.equals(Set.copyOf(referenced.primaryKey()))
            || referenced.uniqueKeys().stream().anyMatch(one -> columns.equals(Set.copyOf(one)));
    for (int i = 0; unique && i < key.columns().size(); i++) {
      Storage one = storage(table, key.columns().get(i));
      Storage other = storage(referenced, key.referencedColumns().get(i));
      unique = one != null && other != null && one.kind() == other.kind();
    }
    return unique;
  }

  private static @Nullable Storage storage(TableDefinition table, String column) {
    return table.columns().stream()
        .filter(one -> one.name().equals(column))
        .map(one -> one.type().storage())
        .findFirst()
        .orElse(null);
  }
}
