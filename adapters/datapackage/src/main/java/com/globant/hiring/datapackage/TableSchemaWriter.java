package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.TableDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a table in Table Schema, leaving out what is as the standard assumes. */
final class TableSchemaWriter {
  private final TableDefinition table;

  TableSchemaWriter(TableDefinition table) {
    this.table = table;
  }

  Map<String, Object> resource() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", table.name());
    json.put("type", "table");
    json.put("path", table.name() + ".csv");
    putIfThere(json, "title", table.title());
    putIfThere(json, "description", table.description());
    if (table.encoding() != null) {
      json.put("encoding", table.encoding().name());
    }
    if (table.exchange() == Exchange.NEVER) {
      json.put("x-exchange", "never");
    }
    if (!table.dialect().equals(Dialect.DEFAULT)) {
      json.put("dialect", dialect(table.dialect()));
    }
    json.put("schema", schema());
    return json;
  }

  private static Map<String, Object> dialect(Dialect dialect) {
    Map<String, Object> json = new LinkedHashMap<>();
    putIfThere(json, "delimiter", dialect.delimiter());
    if (dialect.header() != null) {
      json.put("header", dialect.header());
    }
    json.put("quoteChar", String.valueOf(dialect.quoteChar()));
    putIfThere(json, "commentChar", dialect.commentChar());
    json.put("skipInitialSpace", dialect.skipInitialSpace());
    return json;
  }

  Map<String, Object> schema() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("fields", table.columns().stream().map(this::field).toList());
    if (table.fieldsMatch() != FieldsMatch.EXACT) {
      json.put("fieldsMatch", table.fieldsMatch().property());
    }
    if (!table.missingValues().equals(TableDefinition.DEFAULT_MISSING_VALUES)) {
      json.put("missingValues", table.missingValues());
    }
    if (!table.primaryKey().isEmpty()) {
      json.put("primaryKey", table.primaryKey());
    }
    if (!table.uniqueKeys().isEmpty()) {
      json.put("uniqueKeys", table.uniqueKeys());
    }
    if (!table.foreignKeys().isEmpty()) {
      json.put("foreignKeys", table.foreignKeys().stream().map(this::foreignKey).toList());
    }
    return json;
  }

  private Map<String, Object> field(Column column) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    putIfThere(json, "title", column.title());
    putIfThere(json, "description", column.description());
    TypeWriter type = new TypeWriter(column);
    json.putAll(type.properties());
    if (column.missingValues() != null) {
      json.put("missingValues", column.missingValues());
    }
    if (!column.aliases().isEmpty()) {
      json.put("x-aliases", column.aliases());
    }
    Map<String, Object> constraints = type.constraints();
    if (!constraints.isEmpty()) {
      json.put("constraints", constraints);
    }
    return json;
  }

  private Map<String, Object> foreignKey(ForeignKey key) {
    Map<String, Object> reference = new LinkedHashMap<>();
    if (!key.table().equals(table.name())) {
      reference.put("resource", key.table());
    }
    reference.put("fields", key.referencedColumns());
    // Not Map.of, whose order differs from one start to the next.
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("fields", key.columns());
    json.put("reference", reference);
    return json;
  }

  static void putIfThere(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value instanceof List ? value : value.toString());
    }
  }
}
