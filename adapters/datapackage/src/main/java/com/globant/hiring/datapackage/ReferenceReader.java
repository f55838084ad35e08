package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.Storage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the foreign keys of a table, and compares them with the tables that they reference. */
final class ReferenceReader {
  private final Node resource;
  private final Map<String, TableDefinition> tables;

  /**
   * @param tables all of the package, by name
   */
  ReferenceReader(Node resource, Map<String, TableDefinition> tables) {
    this.resource = resource;
    this.tables = tables;
  }

  /** The foreign keys that have all their parts; reports the others. */
  static List<ForeignKey> read(Node schema, String tableName) {
    List<ForeignKey> keys = new ArrayList<>();
    Node foreignKeys = schema.get("foreignKeys");
    for (Node node : foreignKeys == null ? List.<Node>of() : foreignKeys.elements()) {
      ForeignKey key = key(node, tableName, true);
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** The columns that take part in a foreign key of a table, or are referenced by its own. */
  static Set<String> columnNames(Node schema) {
    Set<String> names = new LinkedHashSet<>();
    Node foreignKeys = schema.get("foreignKeys");
    if (foreignKeys != null && foreignKeys.isArray()) {
      for (Node node : foreignKeys.elements()) {
        ForeignKey key = key(node, "", false);
        if (key != null) {
          names.addAll(key.columns());
        }
      }
    }
    return names;
  }

  private static @Nullable ForeignKey key(Node node, String tableName, boolean report) {
    Node reference = node.isObject() ? node.get("reference") : null;
    boolean complete =
        node.isObject()
            && node.has("fields")
            && reference != null
            && reference.isObject()
            && reference.has("fields");
    if (!complete) {
      if (report) {
        node.fault("must have fields, and a reference with resource and fields");
      }
      return null;
    }
    if (!report) {
      Node fields = node.get("fields");
      return fields != null && (fields.isText() || fields.isArray())
          ? new ForeignKey(fields.texts(), "", List.of())
          : null;
    }
    String table = reference.text("resource");
    List<String> fields = node.texts("fields");
    List<String> referenced = reference.texts("fields");
    return fields == null || referenced == null
        ? null
        : new ForeignKey(fields, table == null || table.isEmpty() ? tableName : table, referenced);
  }

  /** Reports foreign keys whose table or columns do not exist or do not fit. */
  void check() {
    Node schema = resource.get("schema");
    Node foreignKeys = schema == null ? null : schema.get("foreignKeys");
    String name = resource.get("name") == null ? null : resource.text("name");
    TableDefinition table = name == null ? null : tables.get(name);
    if (table == null || foreignKeys == null || !foreignKeys.isArray()) {
      return;
    }
    int next = 0;
    for (Node node : foreignKeys.elements()) {
      if (next < table.foreignKeys().size() && isComplete(node)) {
        check(node, table, table.foreignKeys().get(next++));
      }
    }
  }

  private static boolean isComplete(Node node) {
    Node reference = node.isObject() ? node.get("reference") : null;
    return node.has("fields") && reference != null && reference.has("fields");
  }

  private void check(Node node, TableDefinition table, ForeignKey key) {
    if (key.columns().isEmpty() || key.columns().size() != key.referencedColumns().size()) {
      node.fault(
          "has %d fields and references %d; both must have as many, and at least one"
              .formatted(key.columns().size(), key.referencedColumns().size()));
      return;
    }
    TableDefinition referenced = tables.get(key.table());
    if (referenced == null) {
      node.fault(
          "references '%s', which is not a table of this package; the tables are %s"
              .formatted(key.table(), String.join(", ", tables.keySet())));
      return;
    }
    for (int i = 0; i < key.columns().size(); i++) {
      if (!fits(node, table, key.columns().get(i), referenced, key.referencedColumns().get(i))) {
        return;
      }
    }
    Set<String> columns = new HashSet<>(key.referencedColumns());
    boolean unique =
        columns.equals(Set.copyOf(referenced.primaryKey()))
            || referenced.uniqueKeys().stream().anyMatch(one -> columns.equals(Set.copyOf(one)));
    if (!unique) {
      node.fault(
          "references columns of '%s' that are neither its primaryKey nor one of its uniqueKeys"
              .formatted(key.table()));
    }
  }

  private static boolean fits(
      Node node, TableDefinition table, String name, TableDefinition referenced, String other) {
    Column column = column(table, name);
    Column referencedColumn = column(referenced, other);
    if (column == null || referencedColumn == null) {
      node.fault(
          "names '%s', which is not a column of '%s'"
              .formatted(
                  column == null ? name : other,
                  column == null ? table.name() : referenced.name()));
      return false;
    }
    Storage one = column.type().storage();
    Storage two = referencedColumn.type().storage();
    boolean same =
        one.kind() == two.kind()
            && (one.kind() != Storage.Kind.DECIMAL || one.equals(two))
            && one.keyable();
    if (!same) {
      node.fault(
          "references '%s' of type %s with '%s' of type %s; both must have the same type"
              .formatted(other, two.kind(), name, one.kind()));
    }
    return same;
  }

  private static @Nullable Column column(TableDefinition table, String name) {
    return table.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
