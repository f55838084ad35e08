package com.globant.hiring.http.table;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.request.ParameterFault;
import com.globant.hiring.http.request.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parameters that depend on which tables are configured: {@code schema}, {@code table},
 * and, if both name a table, {@code columns} and {@code on_duplicate}.
 */
public record TableParameters(Catalog catalog) implements Parameters.QueryCheck {
  private static final String TABLE = "table";
  private static final String SCHEMA = "schema";
  private static final String COLUMNS = "columns";
  private static final String ON_DUPLICATE = "on_duplicate";

  /** How many names a message lists. */
  private static final int SHOWN_NAMES = 50;

  @Override
  public List<ParameterFault> faults(Map<String, String> values) {
    List<ParameterFault> faults = new ArrayList<>();
    String schemaName = values.get(SCHEMA);
    String tableName = values.get(TABLE);
    Optional<Schema> schema = Optional.ofNullable(schemaName).flatMap(catalog::schema);
    if (schemaName != null && schema.isEmpty()) {
      faults.add(
          ParameterFault.ofQuery(
              RefusalCode.UNKNOWN_SCHEMA,
              SCHEMA,
              schemaName,
              "there is no schema '%s'; the schemas are %s"
                  .formatted(Problem.cut(schemaName), list(catalog.schemaNames()))));
    }
    if (tableName != null && tablesOf(schema, tableName).isEmpty()) {
      faults.add(
          ParameterFault.ofQuery(
              RefusalCode.UNKNOWN_TABLE, TABLE, tableName, unknownTable(schema, tableName)));
    }
    if (schemaName != null && tableName != null) {
      catalog.find(schemaName, tableName).ifPresent(table -> check(table, values, faults));
    }
    return faults;
  }

  /** The tables of this name, in one schema or in all. */
  List<Table> tablesOf(Optional<Schema> schema, String name) {
    return schema.map(Schema::tables).orElseGet(catalog::tables).stream()
        .filter(table -> table.name().equals(name))
        .toList();
  }

  String unknownTable(Optional<Schema> schema, String name) {
    List<String> names =
        schema.map(Schema::tables).orElseGet(catalog::tables).stream()
            .map(Table::name)
            .distinct()
            .toList();
    return "there is no table '%s'%s; the tables are %s"
        .formatted(
            Problem.cut(name),
            schema.map(one -> " in the schema '%s'".formatted(one.name())).orElse(""),
            list(names));
  }

  private static void check(Table table, Map<String, String> values, List<ParameterFault> faults) {
    String columns = values.get(COLUMNS);
    String fault = columns == null ? null : fault(table, columns);
    if (columns != null && fault != null) {
      faults.add(
          ParameterFault.ofQuery(
              RefusalCode.INVALID_PARAMETER, COLUMNS, columns, COLUMNS + " " + fault));
    }
    String onDuplicate = values.get(ON_DUPLICATE);
    if (onDuplicate != null && !onDuplicate.equals("reject") && table.primaryKey().isEmpty()) {
      faults.add(
          ParameterFault.ofQuery(
              RefusalCode.INVALID_PARAMETER,
              ON_DUPLICATE,
              onDuplicate,
              "%s must be reject for %s, which has no primary key by which rows could be duplicates; leave it out"
                  .formatted(ON_DUPLICATE, table.name())));
    }
  }

  private static @Nullable String fault(Table table, String columns) {
    try {
      return ColumnMapping.parse(columns).fault(table);
    } catch (IllegalArgumentException malformed) {
      return malformed.getMessage();
    }
  }

  static String list(List<String> names) {
    String shown = names.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
    return names.size() <= SHOWN_NAMES
        ? shown
        : shown + ", … (%d in all; GET /tables lists them)".formatted(names.size());
  }
}
