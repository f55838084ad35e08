package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Column;
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
    if (unique != null && unique.isArray()) {
      for (Node key : unique.elements()) {
        if (key.isArray() || key.isText()) {
          names.addAll(key.texts());
        }
      }
    }
    names.addAll(ReferenceReader.columnNames(schema));
    return names;
  }

  List<String> primaryKey(List<Column> columns) {
    Node node = schema.get("primaryKey");
    return node == null || primaryKey.isEmpty() || !isKey(node, primaryKey, columns)
        ? List.of()
        : primaryKey;
  }

  /** Those of {@code uniqueKeys} and of the constraint {@code unique}. */
  List<List<String>> uniqueKeys(List<Column> columns) {
    List<List<String>> keys = new ArrayList<>();
    Node unique = schema.get("uniqueKeys");
    if (unique != null) {
      for (Node node : unique.elements()) {
        List<String> key = node.texts();
        if (key.isEmpty() && node.isArray()) {
          node.fault("is empty; name at least one column");
        } else if (!key.isEmpty() && isKey(node, key, columns)) {
          keys.add(key);
        }
      }
    }
    Node fields = schema.get("fields");
    if (fields != null && fields.isArray()) {
      for (Node field : fields.elements()) {
        String name = ConstraintReader.isUnique(field) ? field.text("name") : null;
        List<String> key = name == null ? List.of() : List.of(name);
        if (name != null
            && !key.equals(primaryKey)
            && !keys.contains(key)
            && isKey(field, key, columns)) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /** Whether the columns can be a key; reports why not. */
  private boolean isKey(Node node, List<String> key, List<Column> columns) {
    if (new HashSet<>(key).size() < key.size()) {
      node.fault("names a column twice");
      return false;
    }
    if (key.size() > MAX_COLUMNS) {
      node.fault("has %d columns; MySQL allows %d".formatted(key.size(), MAX_COLUMNS));
      return false;
    }
    int bytes = 0;
    for (String name : key) {
      Column column = column(name, columns);
      if (column == null) {
        if (!isFaultyField(name)) {
          node.fault("names '%s', which is not a field".formatted(name));
        }
        return false;
      }
      if (!column.type().storage().keyable()) {
        node.fault(
            "has column '%s', whose type cannot be part of a key; give strings a maxLength of at most %d"
                .formatted(name, MAX_BYTES / 4));
        return false;
      }
      bytes += column.type().storage().keyBytes();
    }
    if (bytes > MAX_BYTES) {
      node.fault(
          "needs %d bytes; MySQL allows %d, at 4 bytes a character".formatted(bytes, MAX_BYTES));
    }
    return bytes <= MAX_BYTES;
  }

  /** Whether a field has the name but another fault, which is reported already. */
  private boolean isFaultyField(String name) {
    Node fields = schema.get("fields");
    return fields != null
        && fields.isArray()
        && fields.elements().stream()
            .filter(field -> field.get("name") != null && field.isObject())
            .anyMatch(field -> name.equals(nameOf(field)));
  }

  private static @Nullable String nameOf(Node field) {
    Node name = field.get("name");
    return name == null || !name.isText() ? null : name.text();
  }

  private static @Nullable Column column(String name, List<Column> columns) {
    return columns.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }
}
