package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.Storage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the primary key and the unique keys of a table. */
final class KeyReader {
  /** Of InnoDB. Source: MySQL 9.7 Reference Manual, 17.21 InnoDB Limits. */
  private static final int MAX_BYTES = 3072;

  /** Of InnoDB. */
  private static final int MAX_COLUMNS = 16;

  private final Node schema;
  private final List<String> primaryKey;

  KeyReader(Node schema) {
    this.schema = schema;
    List<String> given = schema.texts("primaryKey");
    this.primaryKey = given == null ? List.of() : given;
  }

  /** The names of all columns that are part of a key of this table, before any of them is read. */
  Set<String> names() {
    Set<String> names = new HashSet<>(primaryKey);
    Node unique = schema.get("uniqueKeys");
    if (unique != null) {
      unique.elements().forEach(key -> names.addAll(key.texts()));
    }
    names.addAll(ReferenceReader.columnNames(schema));
    return names;
  }

  List<String> primaryKey(List<Column> columns) {
    Node node = schema.get("primaryKey");
    if (node != null) {
      check(node, primaryKey, columns);
    }
    return primaryKey;
  }

  /** Those of {@code uniqueKeys} and of the constraint {@code unique}. */
  List<List<String>> uniqueKeys(List<Column> columns) {
    List<List<String>> keys = new ArrayList<>();
    Node unique = schema.get("uniqueKeys");
    if (unique != null) {
      for (Node node : unique.elements()) {
        List<String> key = node.texts();
        if (!key.isEmpty()) {
          check(node, key, columns);
          keys.add(key);
        } else if (node.isArray()) {
          node.fault("is empty; name at least one column");
        }
      }
    }
    for (Node field : fields()) {
      String name = ConstraintReader.isUnique(field) ? field.text("name") : null;
      List<String> key = name == null ? List.of() : List.of(name);
      if (name != null && !key.equals(primaryKey) && !keys.contains(key)) {
        check(field, key, columns);
        keys.add(key);
      }
    }
    return keys;
  }

  /** Reports why the columns cannot be a key. */
  private void check(Node node, List<String> key, List<Column> columns) {
    if (new HashSet<>(key).size() < key.size()) {
      node.fault("names a column twice");
    }
    if (key.size() > MAX_COLUMNS) {
      node.fault("has %d columns; MySQL allows %d".formatted(key.size(), MAX_COLUMNS));
    }
    int bytes = 0;
    for (String name : key) {
      Column column = column(name, columns);
      if (column != null) {
        Storage storage = column.type().storage();
        bytes += storage.keyBytes();
        if (!storage.keyable()) {
          node.fault(
              "has column '%s', whose type cannot be part of a key; give strings a maxLength of at most %d"
                  .formatted(name, MAX_BYTES / 4));
        }
      } else if (!isReported(name)) {
        node.fault("names '%s', which is not a field".formatted(name));
      }
    }
    if (bytes > MAX_BYTES) {
      node.fault(
          "needs %d bytes; MySQL allows %d, at 4 bytes a character".formatted(bytes, MAX_BYTES));
    }
  }

  /** Whether there are no fields, or one of this name with another fault. */
  private boolean isReported(String name) {
    List<Node> fields = fields();
    return fields.isEmpty() || fields.stream().anyMatch(field -> name.equals(nameOf(field)));
  }

  /** The fields; none if they are no array. */
  private List<Node> fields() {
    Node fields = schema.get("fields");
    return fields == null || !fields.isArray() ? List.of() : fields.elements();
  }

  private static @Nullable String nameOf(Node field) {
    Node name = field.get("name");
    return name != null && name.isText() ? name.text() : null;
  }

  private static @Nullable Column column(String name, List<Column> columns) {
    return columns.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }
}
