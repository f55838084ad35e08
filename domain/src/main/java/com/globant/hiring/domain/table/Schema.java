package com.globant.hiring.domain.table;

import java.util.List;
import java.util.Optional;

/**
 * The tables of one database schema. Their references stay inside it.
 *
 * <p>Immutable.
 */
public final class Schema {
  private final String name;
  private final List<Table> tables;

  public Schema(String name, List<TableDefinition> definitions) {
    this.name = name;
    this.tables = definitions.stream().map(definition -> new Table(this, definition)).toList();
  }

  public String name() {
    return name;
  }

  /** A schema of another name with the same tables. */
  public Schema named(String other) {
    return new Schema(other, tables.stream().map(Table::definition).toList());
  }

  /** In the order of the definition. */
  public List<Table> tables() {
    return tables;
  }

  /** The table of exactly this name. */
  public Optional<Table> table(String tableName) {
    return tables.stream().filter(table -> table.name().equals(tableName)).findFirst();
  }
}
