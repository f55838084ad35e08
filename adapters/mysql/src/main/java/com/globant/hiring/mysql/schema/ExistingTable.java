package com.globant.hiring.mysql.schema;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table with its definition when a load begins: the owners may have changed the table
 * since the start of the service, and the server does not refuse every wrong value. LOAD DATA puts
 * 0 or an empty string into a column that it does not list and that has no default, and rounds
 * timestamps without a warning.
 */
public final class ExistingTable {
  private ExistingTable() {}

  /**
   * Fails with {@link Refused} {@code table_mismatch} if a load could not store its values as they
   * are. Other clients can change the table afterwards unless the session has touched it.
   */
  public static Future<Void> require(Session session, String schema, Table table) {
    Tuple name = Tuple.of(schema, table.name());
    Future<List<@Nullable String[]>> found =
        rows(session, FoundTable.SELECT, name, FoundTable.SELECTED);
    Future<List<@Nullable String[]>> columns =
        rows(session, FoundColumn.SELECT, name, FoundColumn.SELECTED);
    Future<List<@Nullable String[]>> keys =
        rows(session, FoundTable.SELECT_KEYS, name, FoundTable.SELECTED_OF_KEYS);
    return Future.all(found, columns, keys)
        .compose(
            read -> {
              if (found.result().isEmpty() || columns.result().isEmpty()) {
                return mismatch(
                    table,
                    "schema %s has no such table that the account may see".formatted(schema));
              }
              TableComparison compared =
                  new TableComparison(
                      table, FoundTable.of(found.result().get(0), columns.result(), keys.result()));
              return compared.problems().isEmpty()
                  ? Future.succeededFuture()
                  : mismatch(table, compared.text(schema));
            });
  }

  private static Future<Void> mismatch(Table table, String text) {
    return Future.failedFuture(
        new Refused(
            RefusalCode.TABLE_MISMATCH,
            "table %s cannot be loaded as it is in the database: %s"
                .formatted(table.name(), text)));
  }

  private static Future<List<@Nullable String[]>> rows(
      Session session, String sql, Tuple name, int columns) {
    return session
        .execute(sql, name)
        .map(
            read -> {
              List<@Nullable String[]> rows = new ArrayList<>();
              for (Row row : read) {
                @Nullable String[] texts = new String[columns];
                for (int i = 0; i < columns; i++) {
                  texts[i] = row.getString(i);
                }
                rows.add(texts);
              }
              return rows;
            });
  }
}
