package com.globant.hiring.mysql.keys;

import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The unique indexes that a table has in the database: those of its definition, and further ones of
 * its owners.
 */
public final class UniqueIndexes {
  /** Not by a join: MariaDB reads the columns of all tables for it. */
  private static final String INDEXES =
      """
      SELECT index_name, LOWER(column_name), sub_part FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND non_unique = 0
      ORDER BY index_name, seq_in_index""";

  private static final String COLUMNS =
      """
      SELECT LOWER(column_name), collation_name, extra LIKE '%auto_increment%'
      FROM information_schema.columns WHERE table_schema = ? AND table_name = ?""";

  /** Those that compare strings as Java does. */
  private static final Set<String> EXACT_COLLATIONS =
      Set.of("utf8mb4_0900_bin", "utf8mb4_nopad_bin");

  private final Table table;
  private final List<Index> all;

  /** A part of an index; column is null for an expression. */
  private record Part(@Nullable String column, boolean whole) {}

  /** What the columns of a table are like that matters for keys. */
  private record ColumnFacts(@Nullable String collation, boolean automatic) {
    boolean isExact() {
      return collation == null || EXACT_COLLATIONS.contains(collation);
    }
  }

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

  /** Reads those of a table. */
  public static Future<UniqueIndexes> of(Session session, String schema, Table table) {
    Tuple name = Tuple.of(schema, table.name());
    Future<Map<String, List<Part>>> parts =
        session.execute(INDEXES, name).map(UniqueIndexes::parts);
    Future<Map<String, ColumnFacts>> columns =
        session.execute(COLUMNS, name).map(UniqueIndexes::columns);
    return Future.all(parts, columns)
        .map(
            read ->
                new UniqueIndexes(
                    table,
                    parts.result().entrySet().stream()
                        .flatMap(
                            index ->
                                index(table, index.getKey(), index.getValue(), columns.result()))
                        // The longest name first, see violated.
                        .sorted(Comparator.comparing((Index index) -> -index.name().length()))
                        .toList()));
  }

  private static Map<String, List<Part>> parts(Iterable<Row> rows) {
    Map<String, List<Part>> parts = new LinkedHashMap<>();
    for (Row row : rows) {
      parts
          .computeIfAbsent(row.getString(0), name -> new ArrayList<>())
          .add(new Part(row.getString(1), row.getValue(2) == null));
    }
    return parts;
  }

  private static Map<String, ColumnFacts> columns(Iterable<Row> rows) {
    Map<String, ColumnFacts> columns = new LinkedHashMap<>();
    for (Row row : rows) {
      columns.put(row.getString(0), new ColumnFacts(row.getString(1), row.getLong(2) != 0));
    }
    return columns;
  }

  /** Empty if no row can ever violate the index. */
  private static Stream<Index> index(
      Table table, String name, List<Part> parts, Map<String, ColumnFacts> columns) {
    Set<String> names =
        parts.stream().map(part -> String.valueOf(part.column())).collect(Collectors.toSet());
    if (names.stream().anyMatch(column -> isAutomatic(table, column, columns))) {
      return Stream.empty();
    }
    boolean exact =
        names.stream()
            .allMatch(column -> columns.containsKey(column) && columns.get(column).isExact());
    boolean whole = parts.stream().allMatch(Part::whole);
    return Stream.of(
        keys(table)
            .filter(key -> whole && lowerCase(key).equals(names))
            .findFirst()
            .map(key -> new Index(name, key, key.equals(table.definition().primaryKey()), exact))
            .orElseGet(() -> new Index(name, List.of(), false, false)));
  }

  /** A column that files have no values for, and that the database numbers. */
  private static boolean isAutomatic(Table table, String column, Map<String, ColumnFacts> columns) {
    ColumnFacts facts = columns.get(column);
    return facts != null
        && facts.automatic()
        && table.columnNames().stream().noneMatch(column::equalsIgnoreCase);
  }

  /** The primary key first, if there is one. */
  private static Stream<List<String>> keys(Table table) {
    return Stream.concat(
            Stream.of(table.definition().primaryKey()), table.definition().uniqueKeys().stream())
        .filter(key -> !key.isEmpty());
  }

  private static Set<String> lowerCase(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /**
   * The keys of the definition, if the database has no other unique indexes and compares all of
   * them as Java does. Empty if only the database can decide whether two rows conflict.
   */
  public Optional<List<TableKey>> comparable() {
    Set<Set<String>> found =
        all.stream().map(index -> lowerCase(index.columns())).collect(Collectors.toSet());
    Set<Set<String>> wanted = keys(table).map(UniqueIndexes::lowerCase).collect(Collectors.toSet());
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
