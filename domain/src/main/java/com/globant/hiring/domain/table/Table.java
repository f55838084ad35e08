package com.globant.hiring.domain.table;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table that can be loaded. Two of the same schema and name are equal.
 *
 * <p>Immutable.
 */
public final class Table {
  /** Position of the key in every table. */
  public static final int KEY = 0;

  private final String name;
  private final List<Column> columns;
  private final @Nullable Schema schema;
  private final int hash;

  /** A table that is not yet part of a schema. */
  public Table(String name, List<Column> columns) {
    this(name, columns, null);
  }

  private Table(String name, List<Column> columns, @Nullable Schema schema) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.schema = schema;
    this.hash = Objects.hash(name, schema == null ? null : schema.name());
  }

  Table in(Schema owner) {
    return new Table(name, columns, owner);
  }

  /**
   * @throws IllegalStateException if the table is not part of a schema
   */
  public Schema schema() {
    if (schema == null) {
      throw new IllegalStateException("Table " + name + " is not part of a schema");
    }
    return schema;
  }

  /** The name in the database and in requests. */
  public String name() {
    return name;
  }

  /** In the order of the files; the key comes first. */
  public List<Column> columns() {
    return columns;
  }

  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** The columns whose values must be keys of {@code other}. */
  public List<Column> columnsReferencing(Table other) {
    return columns.stream().filter(column -> other.name.equals(column.references())).toList();
  }

  /** The tables that a row of this table references, each once. */
  public List<Table> referencedTables() {
    return schema().tables().stream()
        .filter(other -> !columnsReferencing(other).isEmpty())
        .toList();
  }

  /** The tables whose rows reference this one. */
  public List<Table> referencingTables() {
    return schema().tables().stream()
        .filter(other -> !other.columnsReferencing(this).isEmpty())
        .toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Table table
            && name.equals(table.name)
            && Objects.equals(schemaName(), table.schemaName()));
  }

  private @Nullable String schemaName() {
    return schema == null ? null : schema.name();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name;
  }
}
