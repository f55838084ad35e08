package com.globant.hiring.domain.table;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as its definition describes it.
 *
 * @param name in the database and in requests
 * @param title a name for people, or null
 * @param description or null
 * @param columns in the order of the files
 * @param primaryKey names of columns; empty if the table takes every row
 * @param uniqueKeys names of columns each
 * @param missingValues the texts that mean that there is no value
 * @param dialect of the files
 * @param encoding of the files, if their media type names no charset; or null for UTF-8
 */
public record TableDefinition(
    String name,
    @Nullable String title,
    @Nullable String description,
    List<Column> columns,
    List<String> primaryKey,
    List<List<String>> uniqueKeys,
    List<ForeignKey> foreignKeys,
    FieldsMatch fieldsMatch,
    List<String> missingValues,
    Dialect dialect,
    @Nullable Charset encoding,
    Exchange exchange) {

  /** The standard's: an empty field. */
  public static final List<String> DEFAULT_MISSING_VALUES = List.of("");

  public TableDefinition {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
    foreignKeys = List.copyOf(foreignKeys);
    missingValues = List.copyOf(missingValues);
  }

  /** A table with keys, and the defaults of the standard in everything else. */
  public static TableDefinition of(
      String name, List<Column> columns, List<String> primaryKey, ForeignKey... foreignKeys) {
    return new TableDefinition(
        name,
        null,
        null,
        columns,
        primaryKey,
        List.of(),
        List.of(foreignKeys),
        FieldsMatch.EXACT,
        DEFAULT_MISSING_VALUES,
        Dialect.DEFAULT,
        null,
        Exchange.AUTO);
  }

  /** The same table with other columns and foreign keys. */
  public TableDefinition with(List<Column> otherColumns, List<ForeignKey> otherForeignKeys) {
    return new TableDefinition(
        name,
        title,
        description,
        otherColumns,
        primaryKey,
        uniqueKeys,
        otherForeignKeys,
        fieldsMatch,
        missingValues,
        dialect,
        encoding,
        exchange);
  }
}
