package com.globant.hiring.cli.input;

import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.model.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings loads into an order in which the rows that others refer to come first. */
public final class ReferenceOrder {
  private ReferenceOrder() {}

  /** Each table after those that it references; the files of a table stay in their order. */
  public static List<FileLoad> of(
      List<FileLoad> loads, HiringClient client, @Nullable String schema) {
    return of(loads, table -> references(client.definition(schema, table)));
  }

  static List<FileLoad> of(List<FileLoad> loads, Function<String, Set<String>> references) {
    Map<String, List<FileLoad>> byTable = new LinkedHashMap<>();
    loads.forEach(
        load -> byTable.computeIfAbsent(load.table(), table -> new ArrayList<>()).add(load));
    if (byTable.size() == 1) {
      return loads;
    }
    Map<String, Set<String>> wanted = new LinkedHashMap<>();
    byTable.keySet().forEach(table -> wanted.put(table, references.apply(table)));
    List<FileLoad> ordered = new ArrayList<>();
    Set<String> begun = new LinkedHashSet<>();
    wanted.keySet().forEach(table -> add(table, wanted, begun, byTable, ordered));
    return ordered;
  }

  /**
   * @param begun tables that are being added or have been, so that a circle ends
   */
  private static void add(
      String table,
      Map<String, Set<String>> references,
      Set<String> begun,
      Map<String, List<FileLoad>> byTable,
      List<FileLoad> ordered) {
    if (byTable.containsKey(table) && begun.add(table)) {
      references
          .getOrDefault(table, Set.of())
          .forEach(other -> add(other, references, begun, byTable, ordered));
      ordered.addAll(byTable.getOrDefault(table, List.of()));
    }
  }

  private static Set<String> references(TableSchema definition) {
    Set<String> tables = new LinkedHashSet<>();
    if (definition.getAdditionalProperty("foreignKeys") instanceof List<?> keys) {
      for (Object key : keys) {
        if (key instanceof Map<?, ?> foreign
            && foreign.get("reference") instanceof Map<?, ?> reference
            // Without a resource it is the table itself.
            && reference.get("resource") instanceof String table) {
          tables.add(table);
        }
      }
    }
    return tables;
  }
}
