package com.globant.hiring.mysql.summary;

import com.globant.hiring.mysql.connection.Sql;
import java.util.List;

/**
 * The text of statements about the versions of the content of those tables that the reports read. A
 * load gives its table another version in its own transaction.
 */
public final class ContentVersions {
  /** What the service writes in a schema besides the tables that it loads. */
  public static final List<String> TABLES = List.of("content_versions", "hires_summary");

  /** The row that is locked to delete or merge rows of the summary. */
  public static final String SUMMARY = "hires_summary";

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

  /** One value that is different after any load that was committed. */
  static String select(String schema) {
    return "SELECT GROUP_CONCAT(version ORDER BY table_name) FROM " + versions(schema);
  }

  private static String versions(String schema) {
    return Sql.name(schema, "content_versions");
  }
}
