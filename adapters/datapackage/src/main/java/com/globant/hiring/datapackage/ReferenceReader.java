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
    for (Node node : nodes(schema)) {
      Node reference = reference(node);
      if (reference == null) {
        node.fault("must have fields, and a reference with resource and fields");
      } else {
        keys.add(key(node, reference, tableName));
      }
    }
    return keys;
  }

  private static ForeignKey key(Node node, Node reference, String tableName) {
    String table = reference.text("resource");
    return new ForeignKey(
        texts(node), table == null || table.isEmpty() ? tableName : table, texts(reference));
  }

  /** The columns that take part in a foreign key of a table. */
  static Set<String> columnNames(Node schema) {
    Set<String> names = new LinkedHashSet<>();
    for (Node node : nodes(schema)) {
      if (reference(node) != null) {
        names.addAll(texts(node));
      }
    }
    return names;
  }

  private static List<Node> nodes(Node schema) {
    Node foreignKeys = schema.get("foreignKeys");
    return foreignKeys == null ? List.of() : foreignKeys.elements();
  }

  /** The reference of a foreign key that has all its parts, else null. */
  private static @Nullable Node reference(Node key) {
    Node reference = key.get("reference");
    return key.has("fields") && reference != null && reference.has("fields") ? reference : null;
  }

  private static List<String> texts(Node owner) {
    List<String> fields = owner.texts("fields");
    return fields == null ? List.of() : fields;
  }

  /** Reports foreign keys whose table or columns do not exist or do not fit. */
  void check() {
    Node schema = resource.get("schema");
    Node name = resource.get("name");
    TableDefinition table = name == null || !name.isText() ? null : tables.get(name.text());
    if (schema == null || table == null) {
      return;
    }
    for (Node node : nodes(schema)) {
      Node reference = reference(node);
      if (reference != null) {
        check(node, table, key(node, reference, table.name()));
      }
    }
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
