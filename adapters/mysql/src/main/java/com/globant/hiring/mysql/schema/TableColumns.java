package com.globant.hiring.mysql.schema;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the columns of a table with those that loads write, when a load begins. The owners may
 * have changed the table since the start of the service, and the server does not refuse every wrong
 * value: LOAD DATA puts 0 or an empty string into a column that it does not list and that has no
 * default, and rounds timestamps without a warning.
 */
public final class TableColumns {
  private static final String COLUMNS =
      """
      SELECT LOWER(column_name), LOWER(column_type), LOWER(data_type), character_maximum_length,
        LOWER(character_set_name), datetime_precision,
        COALESCE(generation_expression, '') <> '',
        is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE '%auto_increment%'
      FROM information_schema.columns
      WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position""";

  /** Unique keys that allow NULL do not count. */
  private static final String KEYS =
      """
      SELECT COUNT(*) FROM (
        SELECT index_name FROM information_schema.statistics
        WHERE table_schema = ? AND table_name = ?
        GROUP BY index_name
        HAVING COUNT(*) = 1 AND MAX(non_unique) = 0 AND MAX(sub_part) IS NULL
          AND MAX(nullable) <> 'YES' AND MAX(LOWER(column_name)) = ?) whole""";

  private static final String ENGINE =
      """
      SELECT t.engine, COALESCE(e.transactions, 'NO') = 'YES'
      FROM information_schema.tables t
      LEFT JOIN information_schema.engines e ON e.engine = t.engine
      WHERE t.table_schema = ? AND t.table_name = ?""";

  /** Those that contain all characters. */
  private static final Set<String> CHARACTER_SETS =
      Set.of("utf8mb4", "utf16", "utf16le", "utf32", "gb18030");

  private static final Set<String> LONG_TEXTS = Set.of("text", "mediumtext", "longtext");
  private static final int MICROSECONDS = 6;

  private final String schema;
  private final Table table;
  private final List<String> differences = new ArrayList<>();

  private TableColumns(String schema, Table table) {
    this.schema = schema;
    this.table = table;
  }

  /**
   * Fails with {@link Refused} {@code table_mismatch} if a load could not store its values as they
   * are. Other clients can change the table afterwards unless the session has touched it.
   */
  public static Future<Void> require(Session session, String schema, Table table) {
    return new TableColumns(schema, table).compare(session);
  }

  private Future<Void> compare(Session session) {
    Tuple name = Tuple.of(schema, table.name());
    Future<RowSet<Row>> columns = session.execute(COLUMNS, name);
    Future<RowSet<Row>> keys = session.execute(KEYS, Tuple.of(schema, table.name(), key().name()));
    Future<RowSet<Row>> engine = session.execute(ENGINE, name);
    return Future.all(columns, keys, engine)
        .compose(
            read -> {
              compareColumns(columns.result());
              if (columns.result().size() > 0) {
                compareKey(keys.result().iterator().next().getLong(0));
                compareEngine(engine.result());
              }
              return differences.isEmpty()
                  ? Future.succeededFuture()
                  : Future.failedFuture(
                      new Refused(
                          RefusalCode.TABLE_MISMATCH,
                          "table %s cannot be loaded as it is in the database: %s"
                              .formatted(table.name(), String.join("; ", differences))));
            });
  }

  private Column key() {
    return table.columns().get(Table.KEY);
  }

  private void compareColumns(RowSet<Row> found) {
    if (found.size() == 0) {
      differences.add("schema %s has no such table that the account may see".formatted(schema));
      return;
    }
    Map<String, Row> others = new LinkedHashMap<>();
    found.forEach(row -> others.put(row.getString(0), row));
    for (Column column : table.columns()) {
      Row row = others.remove(column.name().toLowerCase(Locale.ROOT));
      if (row == null) {
        differences.add(
            "column %s is missing; add it as %s".formatted(column.name(), wanted(column)));
      } else if (row.getLong(6) != 0) {
        differences.add(
            "column %s is generated; make it an ordinary %s"
                .formatted(column.name(), wanted(column)));
      } else if (!takesAll(column, row)) {
        differences.add(
            "column %s is %s%s, which cannot hold every value unchanged; make it %s"
                .formatted(column.name(), row.getString(1), charset(row), wanted(column)));
      }
    }
    others.forEach(
        (name, row) -> {
          if (row.getLong(6) == 0 && row.getLong(7) != 0) {
            differences.add(
                "column %s is NOT NULL without a default, and files have no values for it; give it a default or let it be NULL"
                    .formatted(name));
          }
        });
  }

  private static String charset(Row row) {
    String charset = row.getString(4);
    return charset == null || CHARACTER_SETS.contains(charset) ? "" : " in " + charset;
  }

  private static boolean takesAll(Column column, Row row) {
    String type = row.getString(2);
    Storage storage = column.type().storage();
    return switch (storage.kind()) {
      case INT ->
          (type.equals("int") || type.equals("bigint")) && !row.getString(1).contains("unsigned");
      case VARCHAR ->
          (LONG_TEXTS.contains(type)
                  || (type.equals("varchar") && row.getLong(3) >= storage.length()))
              && isIn(CHARACTER_SETS, row.getString(4));
      case DATETIME -> type.equals("datetime") && row.getLong(5) == MICROSECONDS;
      default -> false;
    };
  }

  private static boolean isIn(Set<String> set, @Nullable String value) {
    return value != null && set.contains(value);
  }

  private static String wanted(Column column) {
    Storage storage = column.type().storage();
    return switch (storage.kind()) {
      case VARCHAR -> "VARCHAR(%d) CHARACTER SET utf8mb4".formatted(storage.length());
      case DATETIME -> "DATETIME(6)";
      default -> storage.kind().name();
    };
  }

  private void compareKey(long keys) {
    if (keys == 0) {
      differences.add(
          "no primary or unique key consists of %1$s alone, so that repeated keys would not be found; add PRIMARY KEY (%1$s)"
              .formatted(key().name()));
    }
  }

  private void compareEngine(RowSet<Row> found) {
    for (Row row : found) {
      if (row.getLong(1) == 0 && row.getString(0) != null) {
        differences.add(
            "its engine %s has no transactions; ALTER TABLE … ENGINE = InnoDB"
                .formatted(row.getString(0)));
      }
    }
  }
}
