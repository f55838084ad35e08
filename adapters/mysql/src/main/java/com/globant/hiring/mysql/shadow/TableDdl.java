package com.globant.hiring.mysql.shadow;

import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Sql;

/**
 * The definition of a table: columns with all attributes, indexes, checks, partitions, foreign
 * keys, comment, options and row format. Tables with equal definitions differ only in their names,
 * rows and {@link TableAttachments}.
 *
 * @param text of SHOW CREATE TABLE, without the table's name
 * @param storage kind of the table, and options that the text omits if they are the defaults
 */
record TableDdl(String text, String storage) {
  /** For instance the row format is not in the text if it is the server's default. */
  private static final String STORAGE =
      """
      SELECT CONCAT_WS('|', table_type, engine, row_format, table_collation, create_options)
      FROM information_schema.tables WHERE table_schema = ? AND table_name = ?\
      """;

  /** Fails if there is no such table. */
  static TableDdl of(BlockingSession session, String schema, String name) {
    String text =
        session.query("SHOW CREATE TABLE " + Sql.name(schema, name)).iterator().next().getString(1);
    String storage = session.execute(STORAGE, schema, name).iterator().next().getString(0);
    return new TableDdl(withoutName(text, name), storage);
  }

  /** MySQL names unnamed checks after the table, and renames them with it. */
  private static String withoutName(String text, String name) {
    String start = "CREATE TABLE " + Sql.quoted(name);
    String rest = text.startsWith(start) ? text.substring(start.length()) : text;
    String quoted = Sql.quoted(name);
    return rest.replace(quoted.substring(0, quoted.length() - 1) + "_chk_", "`_chk_");
  }

  /**
   * Whether a new table can replace this one: not if it has AUTO_INCREMENT, whose counter would
   * start again, and not if it is system-versioned.
   */
  boolean isExchangeable() {
    return !text.contains(" AUTO_INCREMENT") && storage.startsWith("BASE TABLE|");
  }
}
