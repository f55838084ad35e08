package com.globant.hiring.domain.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All tables that can be loaded.
 *
 * @param schemas in the order of their definitions
 */
public record Catalog(List<Schema> schemas) {
  public Catalog {
    schemas = List.copyOf(schemas);
  }

  /** The schema of exactly this name. */
  public Optional<Schema> schema(String name) {
    return schemas.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  public List<String> schemaNames() {
    return schemas.stream().map(Schema::name).toList();
  }

  /** The table of exactly these names. */
  public Optional<Table> find(String schema, String table) {
    return schema(schema).flatMap(one -> one.table(table));
  }

  /** All names, for messages. */
  public String names() {
    return tables().stream().map(Table::name).collect(Collectors.joining(", "));
  }

  public List<Table> tables() {
    return schemas.stream().flatMap(schema -> schema.tables().stream()).toList();
  }
}
