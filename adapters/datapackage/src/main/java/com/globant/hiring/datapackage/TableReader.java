package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.TableDefinition;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a resource: a table without its references to others. */
final class TableReader {
  private static final Set<String> RESOURCE =
      Set.of(
          "$schema",
          "name",
          "path",
          "data",
          "type",
          "profile",
          "title",
          "description",
          "format",
          "mediatype",
          "encoding",
          "bytes",
          "hash",
          "sources",
          "licenses",
          "dialect",
          "schema",
          "x-exchange");

  private static final Set<String> SCHEMA =
      Set.of(
          "$schema",
          "profile",
          "fields",
          "fieldsMatch",
          "missingValues",
          "primaryKey",
          "uniqueKeys",
          "foreignKeys");

  /** InnoDB's limit. Source: MySQL 9.7 Reference Manual, 17.21 InnoDB Limits. */
  private static final int MAX_COLUMNS = 1017;

  /** Source: MySQL 9.7 Reference Manual, 10.4.7 Limits on Table Column Count and Row Size. */
  private static final int MAX_ROW_BYTES = 65_535;

  private final Node resource;
  private final @Nullable String name;

  TableReader(Node resource, @Nullable String name) {
    this.resource = resource;
    this.name = name;
  }

  /** The table; empty if it has no name or no columns. */
  Optional<TableDefinition> read() {
    resource.warnOfUnknown(RESOURCE);
    Node schema = resource.get("schema");
    if (schema == null || schema.isText()) {
      resource.fault("schema", "is a reference; put the Table Schema itself here");
      return Optional.empty();
    }
    if (!schema.requireObject()) {
      return Optional.empty();
    }
    schema.warnOfUnknown(SCHEMA);
    KeyReader keys = new KeyReader(schema);
    List<Column> columns = columns(schema, keys.names());
    List<List<String>> uniqueKeys = new ArrayList<>(keys.uniqueKeys(columns));
    checkSize(schema, columns);
    TableDefinition table =
        new TableDefinition(
            Objects.requireNonNullElse(name, ""),
            resource.text("title"),
            resource.text("description"),
            columns,
            keys.primaryKey(columns),
            uniqueKeys,
            ReferenceReader.read(schema, Objects.requireNonNullElse(name, "")),
            fieldsMatch(schema),
            Objects.requireNonNullElse(
                MissingValuesReader.read(schema), TableDefinition.DEFAULT_MISSING_VALUES),
            DialectReader.read(resource),
            encoding(),
            exchange());
    return name == null || columns.isEmpty() ? Optional.empty() : Optional.of(table);
  }

  /**
   * @param inKeys the names of columns that are part of a key
   */
  private static List<Column> columns(Node schema, Set<String> inKeys) {
    Node fields = schema.get("fields");
    if (fields == null) {
      schema.fault("fields", "is missing; list at least one column");
      return List.of();
    }
    List<Column> columns = new ArrayList<>();
    Map<String, String> names = new TreeMap<>();
    List<Node> all = fields.elements();
    for (Node field : all) {
      new FieldReader(field, inKeys)
          .read()
          .ifPresent(
              column -> {
                if (names.put(column.name().toLowerCase(Locale.ROOT), column.name()) != null) {
                  field.fault("name", "is there twice; names of columns are compared without case");
                }
                columns.add(column);
              });
    }
    if (all.isEmpty() && fields.isArray()) {
      fields.fault("is empty; list at least one column");
    }
    checkAliases(all, columns);
    return columns;
  }

  private static void checkAliases(List<Node> fields, List<Column> columns) {
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    columns.forEach(column -> taken.add(column.name()));
    for (Node field : fields) {
      List<String> aliases = field.isObject() ? field.texts("x-aliases") : null;
      for (String alias : aliases == null ? List.<String>of() : aliases) {
        if (!taken.add(alias)) {
          field.fault(
              "x-aliases", "has '%s', which is another name in this table too".formatted(alias));
        }
      }
    }
  }

  private static void checkSize(Node schema, List<Column> columns) {
    if (columns.size() > MAX_COLUMNS) {
      schema.fault(
          "fields", "has %d columns; MySQL allows %d".formatted(columns.size(), MAX_COLUMNS));
    }
    int bytes = columns.stream().mapToInt(column -> column.type().storage().rowBytes()).sum();
    if (bytes > MAX_ROW_BYTES) {
      schema.fault(
          "fields",
          "needs %d bytes a row; MySQL allows %d, so leave out maxLength of long strings, which are then stored apart"
              .formatted(bytes, MAX_ROW_BYTES));
    }
  }

  private static FieldsMatch fieldsMatch(Node schema) {
    List<String> given = schema.texts("fieldsMatch");
    if (given == null) {
      return FieldsMatch.EXACT;
    }
    Optional<FieldsMatch> known =
        Arrays.stream(FieldsMatch.values())
            .filter(one -> given.equals(List.of(one.property())))
            .findFirst();
    if (known.isEmpty()) {
      schema.fault(
          "fieldsMatch",
          "must be one of "
              + Arrays.stream(FieldsMatch.values())
                  .map(FieldsMatch::property)
                  .collect(Collectors.joining(", ")));
    }
    return known.orElse(FieldsMatch.EXACT);
  }

  private @Nullable Charset encoding() {
    String encoding = resource.text("encoding");
    try {
      return encoding == null ? null : Charset.forName(encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      resource.fault("encoding", "'%s' is not known; write one such as utf-8".formatted(encoding));
      return null;
    }
  }

  private Exchange exchange() {
    String exchange = Objects.requireNonNullElse(resource.text("x-exchange"), "auto");
    if (!exchange.equals("auto") && !exchange.equals("never")) {
      resource.fault("x-exchange", "must be auto or never");
    }
    return exchange.equals("never") ? Exchange.NEVER : Exchange.AUTO;
  }
}
