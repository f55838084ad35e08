package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of statements about the versions of the content of those tables that the reports read. A
 * load gives its table another version in its own transaction.
 */
public final class ContentVersions {
  /** What the service writes in a schema besides the tables that it loads. */
  public static final List<String> TABLES = List.of("content_versions", "hires_summary");

  /** The row that is locked to delete or merge rows of the summary. */
  public static final String SUMMARY = "hires_summary";

  /** Names that other clients may have changed are compared for this many rows of a table. */
  private static final int NAMES_COMPARED = 1000;

  private ContentVersions() {}

  /** Gives a table another version; parameters: the version, the table. */
  static String change(String schema) {
    return "UPDATE %s SET version = ? WHERE table_name = ?".formatted(versions(schema));
  }

  /** Gives every table another version. */
  static String changeAll(String schema) {
    return "UPDATE %s SET version = UUID()".formatted(versions(schema));
  }

  /** Gives a table its first version; parameter: the table. */
  public static String insert(String schema) {
    return "INSERT INTO %s (table_name, version) VALUES (?, UUID())".formatted(versions(schema));
  }

  /** The tables that have a version. */
  public static String tables(String schema) {
    return "SELECT table_name FROM " + versions(schema);
  }

  /** Taken by a replace before it deletes rows of the summary, so that none is merged meanwhile. */
  static String lockSummary(String schema) {
    return "SELECT version FROM %s WHERE table_name = '%s' FOR UPDATE"
        .formatted(versions(schema), SUMMARY);
  }

  /** As {@link #lockSummary}, but without a row if the lock is taken. */
  static String lockSummaryUnlessTaken(String schema) {
    return lockSummary(schema) + " SKIP LOCKED";
  }

  /**
   * One value that is different after any change of a table: the versions, and for changes by other
   * clients the least and the greatest key of each table and the first names.
   */
  static String select(String schema) {
    return "SELECT CONCAT_WS(' ', (SELECT GROUP_CONCAT(version ORDER BY table_name) FROM %s), %s)"
        .formatted(
            versions(schema),
            HiringTables.all().stream()
                .map(
                    table ->
                        table.equals(HiringTables.HIRED_EMPLOYEES)
                            ? keys(schema, table)
                            : keys(schema, table) + ", " + names(schema, table))
                .collect(Collectors.joining(", ")));
  }

  private static String keys(String schema, Table table) {
    return "(SELECT CONCAT_WS('-', MIN(id), MAX(id)) FROM %s)".formatted(Sql.name(schema, table));
  }

  private static String names(String schema, Table table) {
    return "(SELECT CONCAT_WS('*', COUNT(*), SUM(CRC32(CONCAT_WS(' ', id, QUOTE(name))))) FROM (SELECT id, %s AS name FROM %s ORDER BY id LIMIT %d) %s)"
        .formatted(
            Sql.quoted(table.columns().get(1).name()),
            Sql.name(schema, table),
            NAMES_COMPARED,
            Sql.quoted(table.name()));
  }

  private static String versions(String schema) {
    return Sql.name(schema, "content_versions");
  }
}
