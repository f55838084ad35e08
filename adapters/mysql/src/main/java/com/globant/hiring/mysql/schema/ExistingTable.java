package com.globant.hiring.mysql.schema;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
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
   *
   * @return the unique indexes of the table
   */
  public static UniqueIndexes require(BlockingSession session, String schema, Table table) {
    Tuple name = Tuple.of(schema, table.name());
    List<@Nullable String[]> tables = rows(session, FoundTable.SELECT, name);
    List<@Nullable String[]> columns = rows(session, FoundColumn.SELECT, name);
    if (tables.isEmpty() || columns.isEmpty()) {
      throw mismatch(
          table, "schema %s has no such table that the account may see".formatted(schema));
    }
    FoundTable found =
        FoundTable.of(tables.get(0), columns, rows(session, FoundTable.SELECT_KEYS, name));
    TableComparison compared = new TableComparison(table, found);
    if (!compared.problems().isEmpty()) {
      throw mismatch(table, compared.text(schema));
    }
    return UniqueIndexes.of(table, found);
  }

  private static Refused mismatch(Table table, String text) {
    return new Refused(
        RefusalCode.TABLE_MISMATCH,
        "table %s cannot be loaded as it is in the database: %s".formatted(table.name(), text));
  }

  private static List<@Nullable String[]> rows(BlockingSession session, String sql, Tuple name) {
    List<@Nullable String[]> rows = new ArrayList<>();
    for (Row row : session.execute(sql, name)) {
      @Nullable String[] texts = new String[row.size()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = row.getString(i);
      }
      rows.add(texts);
    }
    return rows;
  }
}
