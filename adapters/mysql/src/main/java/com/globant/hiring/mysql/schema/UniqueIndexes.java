package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.keys.TableKey;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The unique indexes that a table has in the database: those of its definition, and further ones of
 * its owners.
 */
public final class UniqueIndexes {
  /** Those that compare strings as Java does. */
  private static final Set<String> EXACT_COLLATIONS =
      Set.of(ColumnSql.MYSQL_COLLATION, ColumnSql.MARIADB_COLLATION);

  private final Table table;
  private final List<Index> all;

  /**
   * A unique index.
   *
   * @param columns names as in the definition of the table; empty if it is none of its keys
   * @param exact whether two values are equal for the database if and only if they are for Java
   */
  public record Index(String name, List<String> columns, boolean primaryKey, boolean exact) {
    public boolean isOfDefinition() {
      return !columns.isEmpty();
    }
  }

  private UniqueIndexes(Table table, List<Index> all) {
    this.table = table;
    this.all = all;
  }

  static UniqueIndexes of(Table table, FoundTable found) {
    return new UniqueIndexes(
        table,
        found.uniqueIndexes().stream()
            .filter(index -> !isNeverViolated(table, found, index))
            .map(index -> index(table, found, index))
            // The longest name first, see violated.
            .sorted(Comparator.comparing(index -> -index.name().length()))
            .toList());
  }

  /** If it has a column that files have no values for, and that the database numbers. */
  private static boolean isNeverViolated(Table table, FoundTable found, FoundTable.Key index) {
    return columns(found, index)
        .anyMatch(
            column ->
                column.isAutoIncrement()
                    && table.columnNames().stream().noneMatch(column.name()::equalsIgnoreCase));
  }

  private static Index index(Table table, FoundTable found, FoundTable.Key index) {
    boolean exact =
        columns(found, index)
            .allMatch(
                column ->
                    column.collation() == null || EXACT_COLLATIONS.contains(column.collation()));
    return keys(table)
        .filter(key -> index.whole() && index.isOf(key))
        .findFirst()
        .map(
            key -> new Index(index.name(), key, key.equals(table.definition().primaryKey()), exact))
        .orElseGet(() -> new Index(index.name(), List.of(), false, false));
  }

  private static Stream<FoundColumn> columns(FoundTable found, FoundTable.Key index) {
    return index.columns().stream().map(found::column).filter(Objects::nonNull);
  }

  /** The primary key first, if there is one. */
  private static Stream<List<String>> keys(Table table) {
    return Stream.concat(
            Stream.of(table.definition().primaryKey()), table.definition().uniqueKeys().stream())
        .filter(key -> !key.isEmpty());
  }

  /**
   * The keys of the definition, if the database has no other unique indexes and compares all of
   * them as Java does. Empty if only the database can decide whether two rows conflict.
   */
  public Optional<List<TableKey>> comparable() {
    Set<Set<String>> found =
        all.stream()
            .map(index -> FoundTable.Key.lower(index.columns()))
            .collect(Collectors.toSet());
    Set<Set<String>> wanted = keys(table).map(FoundTable.Key::lower).collect(Collectors.toSet());
    return found.equals(wanted) && all.stream().allMatch(Index::exact)
        ? Optional.of(keys(table).distinct().map(key -> new TableKey(table, key)).toList())
        : Optional.empty();
  }

  /** The primary key if the database compares it as Java does. */
  public Optional<TableKey> comparablePrimaryKey() {
    return all.stream()
        .filter(index -> index.primaryKey() && index.exact())
        .findFirst()
        .map(index -> new TableKey(table, index.columns()));
  }

  /** Whether rows can conflict by something else than the primary key. */
  public boolean hasFurther() {
    return all.stream().anyMatch(index -> !index.primaryKey());
  }

  /** The index that a row violates, by the failure of its INSERT; empty if none is known. */
  public Optional<Index> violated(Throwable failure) {
    String message = DatabaseFailures.text(failure);
    // "… for key 'table.index'", or without the table, in the language of the server.
    return all.stream()
        .filter(
            index ->
                message.endsWith("." + index.name() + "'")
                    || message.endsWith("'" + index.name() + "'"))
        .findFirst();
  }
}
