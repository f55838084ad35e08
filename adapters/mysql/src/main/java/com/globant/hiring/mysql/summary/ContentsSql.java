package com.globant.hiring.mysql.summary;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Sql;
import java.util.List;
import java.util.stream.Collectors;

/** The text of statements about what the last loads left in the tables. */
public final class ContentsSql {
  /** So many names are looked at themselves, which takes a fraction of a millisecond. */
  private static final int NAMES_LOOKED_AT = 1000;

  /** What loads write in a schema besides the tables that they load. */
  public static final List<String> TABLES =
      List.of("content_versions", "hires_summary", "hires_summary_spill");

  private static final String HIRES = HiringTables.HIRED_EMPLOYEES.name();

  private ContentsSql() {}

  /** The version of hired_employees, whether the table is empty, {@link #hiresAreOfLoads}. */
  static String stateOfHires(String schema) {
    return "SELECT version, (SELECT MIN(id) FROM %s) IS NULL, (%s) FROM %s WHERE table_name = '%s'"
        .formatted(
            Sql.name(schema, HiringTables.HIRED_EMPLOYEES),
            hiresAreOfLoads(schema),
            contents(schema),
            HIRES);
  }

  /** The version of hired_employees, which is then held until the transaction ends. */
  public static String heldVersionOfHires(String schema) {
    return "SELECT version FROM %s WHERE table_name = '%s'%s"
        .formatted(contents(schema), HIRES, Sql.EXCLUSIVE);
  }

  /** Gives a table another version; parameters: the version, the table. */
  static String changed(String schema) {
    return "UPDATE %s SET version = ? WHERE table_name = ?".formatted(contents(schema));
  }

  /** Gives hired_employees another version and its keys; parameters: version, least, greatest. */
  static String replacedHires(String schema) {
    return "UPDATE %s SET version = ?, first_id = ?, last_id = ?, trusted = TRUE WHERE table_name = '%s'"
        .formatted(contents(schema), HIRES);
  }

  /**
   * Gives hired_employees another version and more keys; parameters: the version, twice each the
   * least and the greatest of the keys, and whether the summary may still be trusted.
   */
  static String addedHires(String schema) {
    return """
        UPDATE %s SET version = ?, first_id = LEAST(COALESCE(first_id, ?), ?),
          last_id = GREATEST(COALESCE(last_id, ?), ?), trusted = trusted AND ?
        WHERE table_name = '%s'"""
        .formatted(contents(schema), HIRES);
  }

  /** Takes every table as it is, whoever has changed it. */
  public static String takenAsTheyAre(String schema) {
    return """
        UPDATE %1$s SET version = UUID(), trusted = TRUE,
          first_id = CASE table_name WHEN '%3$s' THEN (SELECT MIN(id) FROM %2$s) END,
          last_id = CASE table_name WHEN '%3$s' THEN (SELECT MAX(id) FROM %2$s) END"""
        .formatted(contents(schema), Sql.name(schema, HiringTables.HIRED_EMPLOYEES), HIRES);
  }

  /** Whether hired_employees has the least and the greatest key that loads have left there. */
  static String hiresAreOfLoads(String schema) {
    return """
        SELECT trusted AND first_id <=> (SELECT MIN(id) FROM %1$s) AND last_id <=> (SELECT MAX(id) FROM %1$s)
        FROM %2$s WHERE table_name = '%3$s'"""
        .formatted(Sql.name(schema, HiringTables.HIRED_EMPLOYEES), contents(schema), HIRES);
  }

  /**
   * One value that differs where any table does: the versions, and what of the tables themselves
   * can be told at once, for the case that another client has changed them.
   */
  static String version(String schema) {
    return "SELECT CONCAT_WS(' ', (SELECT GROUP_CONCAT(version ORDER BY table_name) FROM %s), %s)"
        .formatted(
            contents(schema),
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
            NAMES_LOOKED_AT,
            Sql.quoted(table.name()));
  }

  private static String contents(String schema) {
    return Sql.name(schema, "content_versions");
  }
}
