package com.globant.hiring.mysql.shadow;

import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/**
 * The definition of a table: columns with all attributes, indexes, checks, partitions, foreign
 * keys, comment, options and row format. Tables with equal definitions differ only in their names,
 * rows and {@link TableAttachments}.
 *
 * @param text of SHOW CREATE TABLE, without the table's name
 * @param storage kind of the table, and options that the text omits if they are the defaults
 */
record TableDefinition(String text, String storage) {
  /** For instance the row format is not in the text if it is the server's default. */
  private static final String STORAGE =
      """
      SELECT CONCAT_WS('|', table_type, engine, row_format, table_collation, create_options)
      FROM information_schema.tables WHERE table_schema = ? AND table_name = ?""";

  /** Fails if there is no such table. */
  static Future<TableDefinition> of(Session session, String schema, String name) {
    Future<String> text =
        session
            .query("SHOW CREATE TABLE " + Sql.name(schema, name))
            .map(rows -> rows.iterator().next().getString(1));
    Future<String> storage =
        session
            .execute(STORAGE, Tuple.of(schema, name))
            .map(
                rows -> {
                  Row row = rows.iterator().next();
                  return row.getString(0);
                });
    return Future.all(text, storage)
        .map(read -> new TableDefinition(withoutName(text.result(), name), storage.result()));
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
