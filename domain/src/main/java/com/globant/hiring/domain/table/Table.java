package com.globant.hiring.domain.table;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table that can be loaded, among the others of its schema. Two of the same schema and name are
 * equal.
 *
 * <p>Immutable.
 */
public final class Table {
  private final Schema schema;
  private final TableDefinition definition;
  private final List<String> columnNames;
  private final List<Column> primaryKey;
  private final int hash;

  Table(Schema schema, TableDefinition definition) {
    this.schema = schema;
    this.definition = definition;
    this.columnNames = definition.columns().stream().map(Column::name).toList();
    this.primaryKey = columns(definition.primaryKey());
    this.hash = Objects.hash(schema.name(), definition.name());
  }

  public Schema schema() {
    return schema;
  }

  /** What the data package says of the table. */
  public TableDefinition definition() {
    return definition;
  }

  /** The name in the database and in requests. */
  public String name() {
    return definition.name();
  }

  /** In the order of the files. */
  public List<Column> columns() {
    return definition.columns();
  }

  public List<String> columnNames() {
    return columnNames;
  }

  /**
   * The position of a column, from 0.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public int position(String column) {
    int position = columnNames.indexOf(column);
    if (position < 0) {
      throw new IllegalArgumentException("Table " + name() + " has no column " + column);
    }
    return position;
  }

  /** The positions of some columns, from 0. */
  public int[] positions(List<String> columns) {
    return columns.stream().mapToInt(this::position).toArray();
  }

  /** Columns whose values no two rows share and that always have a value; may be none. */
  public List<Column> primaryKey() {
    return primaryKey;
  }

  /** The position of the primary key if it is one whole number; else -1. */
  public int wholeNumberKey() {
    if (primaryKey.size() != 1) {
      return -1;
    }
    return switch (primaryKey.get(0).type().storage().kind()) {
      case SMALLINT, INT, BIGINT -> position(primaryKey.get(0).name());
      default -> -1;
    };
  }

  public List<ForeignKey> foreignKeys() {
    return definition.foreignKeys();
  }

  /** Whether a value must be in the column: it is required or part of the primary key. */
  public boolean isRequired(Column column) {
    return column.required() || definition.primaryKey().contains(column.name());
  }

  /** The foreign keys that reference {@code other}, which may be this table. */
  public List<ForeignKey> foreignKeysTo(Table other) {
    return foreignKeys().stream().filter(key -> key.table().equals(other.name())).toList();
  }

  /** The foreign keys that reference this table, its own too. */
  public List<IncomingReference> incomingReferences() {
    return schema.tables().stream()
        .flatMap(
            from -> from.foreignKeysTo(this).stream().map(key -> new IncomingReference(from, key)))
        .toList();
  }

  /** The table that one of the foreign keys references. */
  public Table referenced(ForeignKey key) {
    return schema
        .table(key.table())
        .orElseThrow(() -> new IllegalArgumentException("There is no table " + key.table()));
  }

  /** The other tables that a row of this table references, each once. */
  public List<Table> referencedTables() {
    return schema.tables().stream()
        .filter(other -> !other.equals(this) && references(other))
        .toList();
  }

  /** The other tables whose rows reference this one. */
  public List<Table> referencingTables() {
    return schema.tables().stream()
        .filter(other -> !other.equals(this) && other.references(this))
        .toList();
  }

  private boolean references(Table other) {
    return foreignKeys().stream().anyMatch(key -> key.table().equals(other.name()));
  }

  private List<Column> columns(List<String> names) {
    return names.stream().map(name -> columns().get(position(name))).toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Table table
            && name().equals(table.name())
            && schema.name().equals(table.schema.name()));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name();
  }
}
