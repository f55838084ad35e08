package com.globant.hiring.mysql.connection;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.IncomingReference;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The text of statements. Names come only from the table definitions and the configured schemas.
 *
 * <p>MySQL and MariaDB have different syntax for locks. Each runs its own special comments and
 * ignores those of the other: MariaDB ignores MySQL's from version 5.7 on.
 */
public final class Sql {
  public static final String SHARED = " LOCK IN SHARE MODE";
  public static final String EXCLUSIVE = " FOR UPDATE";
  public static final String SHARED_NOWAIT =
      " /*!80000 FOR SHARE NOWAIT */ /*M! LOCK IN SHARE MODE NOWAIT */";
  public static final String EXCLUSIVE_NOWAIT = " FOR UPDATE NOWAIT";
  public static final String SHARED_SKIP_LOCKED =
      " /*!80000 FOR SHARE SKIP LOCKED */ /*M! LOCK IN SHARE MODE SKIP LOCKED */";

  /** Statements about some keys have exactly this many parameters. */
  public static final int KEYS_A_STATEMENT = 100;

  private Sql() {}

  /** Placeholders of a number of parameters. */
  public static String parameters(int count) {
    return String.join(",", Collections.nCopies(count, "?"));
  }

  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  public static String name(String schema, Table table) {
    return name(schema, table.name());
  }

  public static String name(String schema, String table) {
    return quoted(schema) + "." + quoted(table);
  }

  public static String columns(Table table) {
    return table.columnNames().stream().map(Sql::quoted).collect(Collectors.joining(","));
  }

  public static String key(Table table) {
    return quoted(table.primaryKey().get(0).name());
  }

  /** Inserts rows; parameters are their values, row by row. */
  public static String insert(String schema, Table table, int rows) {
    return insert(schema, table, table.name(), rows);
  }

  /** As {@link #insert(String, Table, int)}, into another table with the same columns. */
  public static String insert(String schema, Table table, String into, int rows) {
    List<String> columns = table.columnNames();
    String row = "(" + parameters(columns.size()) + ")";
    return "INSERT INTO %s (%s) VALUES %s"
        .formatted(
            name(schema, into), columns(table), String.join(",", Collections.nCopies(rows, row)));
  }

  /** As {@link #insert}, but updates the row that has the key. */
  public static String insertOrUpdate(String schema, Table table, int rows) {
    return insert(schema, table, rows)
        + " /*!80019 AS new */ ON DUPLICATE KEY UPDATE "
        + changed(table)
            .map(name -> "%1$s = /*!80019 new.%1$s */ /*M! VALUES(%1$s) */".formatted(name))
            .collect(Collectors.joining(", "));
  }

  /** Inserts all rows of another table that has the same columns. */
  public static String copy(String schema, Table table, String from) {
    return "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s"
        .formatted(name(schema, table), columns(table), name(schema, from));
  }

  /**
   * As {@link #copy}, but updates the rows that have the keys, and adds their number to {@code
   * @updated}. There may be no other unique index than the key.
   */
  public static String copyOrUpdate(String schema, Table table, String from) {
    // MySQL has the row alias of insertOrUpdate for VALUES only.
    return Stream.concat(
            Stream.of(
                "%1$s = IF(@updated := @updated + 1, VALUES(%1$s), VALUES(%1$s))"
                    .formatted(key(table))),
            table.columns().stream()
                .filter(column -> !table.primaryKey().contains(column))
                .map(column -> "%1$s = VALUES(%1$s)".formatted(quoted(column.name()))))
        .collect(
            Collectors.joining(", ", copy(schema, table, from) + " ON DUPLICATE KEY UPDATE ", ""));
  }

  /**
   * The number of rows of a table, and of those whose keys another one with the same columns has.
   * Locks these.
   */
  public static String countExisting(String schema, Table table, String from) {
    String key = key(table);
    return "SELECT COUNT(*), COUNT(t.%s) FROM %s f LEFT JOIN %s t ON %s%s"
        .formatted(
            key,
            name(schema, from),
            name(schema, table),
            table.primaryKey().stream()
                .map(column -> "t.%1$s = f.%1$s".formatted(quoted(column.name())))
                .collect(Collectors.joining(" AND ")),
            EXCLUSIVE);
  }

  /** Inserts rows that the connection sends as text into a table with the same columns. */
  public static String loadFile(String schema, Table table, String into) {
    return "LOAD DATA LOCAL INFILE '%s' INTO TABLE %s CHARACTER SET utf8mb4 (%s)"
        .formatted(LocalInfile.NAME, name(schema, into), columns(table));
  }

  /** Reads no row. Until the transaction ends, the table can be written but not altered. */
  public static String keepDefinition(String schema, Table table) {
    return "SELECT 1 FROM %s LIMIT 0%s".formatted(name(schema, table), EXCLUSIVE);
  }

  public static String deleteAll(String schema, Table table) {
    return "DELETE FROM " + name(schema, table);
  }

  /**
   * Those of {@link #KEYS_A_STATEMENT} keys that are in a table; the parameters are their values,
   * key by key, and may repeat.
   */
  public static String keysAmong(String schema, String table, List<Column> key, String lock) {
    String names = quoted(names(key), "%s", ",");
    String row = key.stream().map(Sql::parameter).collect(Collectors.joining(",", "(", ")"));
    String rows = String.join(",", Collections.nCopies(KEYS_A_STATEMENT, row));
    return "SELECT %1$s FROM %2$s WHERE (%1$s) IN (%3$s)%4$s"
        .formatted(names, name(schema, table), rows, lock);
  }

  /** Keys of a table without a NULL. */
  public static String keys(String schema, Table table, List<Column> key, String lock) {
    return "SELECT %s FROM %s WHERE %s%s"
        .formatted(
            quoted(names(key), "%s", ","),
            name(schema, table),
            quoted(names(key), "%s IS NOT NULL", " AND "),
            lock);
  }

  /**
   * As {@link #keysAmong(String, String, List, String)}, but gives the positions of the keys among
   * the parameters, from 0. So the server compares them by the collations of the table.
   */
  public static String keysEqual(String schema, String table, List<Column> key, String lock) {
    String equal =
        key.stream()
            .map(column -> quoted(column.name()) + " = " + parameter(column))
            .collect(Collectors.joining(" AND "));
    return IntStream.range(0, KEYS_A_STATEMENT)
        .mapToObj(
            i ->
                "(SELECT %d FROM %s WHERE %s LIMIT 1%s)"
                    .formatted(i, name(schema, table), equal, lock))
        .collect(Collectors.joining(" UNION ALL "));
  }

  /** Counts rows up to a limit, which is the parameter. */
  public static String countUpTo(String schema, Table table) {
    return "SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT ?) counted".formatted(name(schema, table));
  }

  /**
   * Counts columns that the server does not compare by code points, without padding; the parameters
   * are schema, table and the columns.
   */
  public static String otherCollations(int columns) {
    return """
        SELECT COUNT(*) FROM information_schema.columns
        WHERE table_schema = ? AND table_name = ? AND column_name IN (%s)
          AND collation_name NOT IN ('utf8mb4_0900_bin', 'utf8mb4_nopad_bin')"""
        .formatted(parameters(columns));
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /** The driver sends decimals as text, which MySQL would compare as DOUBLE. */
  private static String parameter(Column column) {
    Storage storage = column.type().storage();
    return storage.kind() == Storage.Kind.DECIMAL
        ? "CAST(? AS DECIMAL(%d,%d))".formatted(storage.length(), storage.scale())
        : "?";
  }

  /** Changes the row of a primary key; parameters are the values of {@link #updateParameters}. */
  public static String update(String schema, Table table) {
    return "UPDATE %s SET %s WHERE %s"
        .formatted(
            name(schema, table),
            changed(table).map(name -> name + " = ?").collect(Collectors.joining(", ")),
            table.primaryKey().stream()
                .map(column -> quoted(column.name()) + " = " + parameter(column))
                .collect(Collectors.joining(" AND ")));
  }

  /** The columns that are changed, then those of the primary key. */
  public static List<Column> updateParameters(Table table) {
    return Stream.concat(changedColumns(table).stream(), table.primaryKey().stream()).toList();
  }

  /** Those that are not of the primary key, if there are. */
  private static List<Column> changedColumns(Table table) {
    List<Column> others =
        table.columns().stream().filter(column -> !table.primaryKey().contains(column)).toList();
    return others.isEmpty() ? table.primaryKey() : others;
  }

  private static Stream<String> changed(Table table) {
    return changedColumns(table).stream().map(Column::name).map(Sql::quoted);
  }

  /** The lock row of a table; parameters are its schema and its name. */
  public static String loadLock(String serviceSchema, String lock) {
    return "SELECT table_name FROM %s WHERE schema_name = ? AND table_name = ?%s"
        .formatted(name(serviceSchema, "load_locks"), lock);
  }

  /** The columns of hires that are counted; the parameters are their keys, which may repeat. */
  public static String hiresAmong(String schema, int keys) {
    return "SELECT id, `datetime`, department_id, job_id FROM %s WHERE id IN (%s)%s"
        .formatted(name(schema, HiringTables.HIRED_EMPLOYEES), parameters(keys), EXCLUSIVE);
  }

  /**
   * Values of a foreign key that the referenced table does not have, ascending; the parameter is
   * their greatest number.
   *
   * @param table that is referenced
   */
  public static String orphans(String schema, Table table, IncomingReference incoming) {
    List<String> columns = incoming.key().columns();
    List<String> referenced = incoming.key().referencedColumns();
    String values = quoted(columns, "r.%s", ", ");
    return "SELECT DISTINCT %1$s FROM %2$s r WHERE %3$s AND NOT EXISTS (SELECT 1 FROM %4$s t WHERE %5$s) ORDER BY %1$s LIMIT ?"
        .formatted(
            values,
            name(schema, incoming.from()),
            quoted(columns, "r.%s IS NOT NULL", " AND "),
            name(schema, table),
            IntStream.range(0, columns.size())
                .mapToObj(
                    i -> "t.%s = r.%s".formatted(quoted(referenced.get(i)), quoted(columns.get(i))))
                .collect(Collectors.joining(" AND ")));
  }

  private static String quoted(List<String> columns, String each, String between) {
    return columns.stream()
        .map(column -> each.formatted(quoted(column)))
        .collect(Collectors.joining(between));
  }
}
