package com.globant.hiring.bootstrap.command;

import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table for people to read. */
final class TableText {
  /** Properties of a field that have a column or a place of their own. */
  private static final Set<String> SHOWN_APART =
      Set.of("name", "title", "description", "type", "format", "constraints");

  private TableText() {}

  /**
   * @param schema the Table Schema of the table
   */
  static String of(Table table, JsonObject schema) {
    TableDefinition definition = table.definition();
    StringBuilder text = new StringBuilder();
    text.append("%s.%s%n".formatted(table.schema().name(), table.name()));
    line(text, definition.title());
    line(text, definition.description());
    TextTable columns = new TextTable(List.of("column", "type", "rules", "title"));
    for (Object field : schema.getJsonArray("fields")) {
      JsonObject json = (JsonObject) field;
      columns.row(
          List.of(json.getString("name"), type(json), rules(json), json.getString("title", "")));
    }
    text.append('\n').append(columns.text(table.columns().size())).append('\n');
    line(
        text,
        definition.primaryKey().isEmpty()
            ? "no primary key: the table takes every row"
            : "primary key: " + String.join(", ", definition.primaryKey()));
    definition.uniqueKeys().forEach(key -> line(text, "unique key: " + String.join(", ", key)));
    definition.foreignKeys().forEach(key -> line(text, reference(key)));
    line(text, "missing values: " + new JsonArray(definition.missingValues()).encode());
    return text.toString();
  }

  private static void line(StringBuilder text, @Nullable String line) {
    if (line != null) {
      text.append("  ").append(line).append('\n');
    }
  }

  private static String type(JsonObject field) {
    String format = field.getString("format");
    return format == null
        ? field.getString("type")
        : "%s (%s)".formatted(field.getString("type"), format);
  }

  /** The constraints and what else the field says, as {@code name value}. */
  private static String rules(JsonObject field) {
    List<String> rules = new ArrayList<>();
    JsonObject constraints =
        Objects.requireNonNullElse(field.getJsonObject("constraints"), new JsonObject());
    constraints.forEach(one -> rules.add(rule(one.getKey(), one.getValue())));
    field.stream()
        .filter(one -> !SHOWN_APART.contains(one.getKey()))
        .forEach(one -> rules.add(rule(one.getKey(), one.getValue())));
    return String.join(", ", rules);
  }

  private static String rule(String name, Object value) {
    if (Boolean.TRUE.equals(value)) {
      return name;
    }
    return name + " " + (value instanceof JsonArray array ? array.encode() : value);
  }

  private static String reference(ForeignKey key) {
    return "%s reference %s (%s)"
        .formatted(
            String.join(", ", key.columns()),
            key.table(),
            String.join(", ", key.referencedColumns()));
  }
}
