package com.globant.hiring.mysql.keys;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The foreign keys of other tables that point to one.
 *
 * @param areComplete whether the account could see those of all schemas
 */
public record IncomingKeys(List<Key> all, boolean areComplete) {
  /** All of the server, for accounts with the privilege PROCESS. */
  private static final String OF_SERVER =
      """
      SELECT SUBSTRING_INDEX(id, '/', -1), SUBSTRING_INDEX(for_name, '/', 1),
        SUBSTRING_INDEX(for_name, '/', -1),
        CASE WHEN type & 1 THEN 'CASCADE' WHEN type & 2 THEN 'SET NULL' ELSE 'RESTRICT' END
      FROM /*!80000 information_schema.innodb_foreign */
        /*M! information_schema.innodb_sys_foreign */
      WHERE LOWER(ref_name) LIKE ? AND LOWER(for_name) NOT LIKE ?
      ORDER BY 2, 3, 1\
      """;

  /** Those of schemas that the account has a privilege on. */
  private static final String VISIBLE =
      """
      SELECT constraint_name, constraint_schema, table_name, delete_rule
      FROM information_schema.referential_constraints
      WHERE unique_constraint_schema = ? AND referenced_table_name = ?
        AND NOT (constraint_schema = unique_constraint_schema
          AND table_name = referenced_table_name)
      ORDER BY 2, 3, 1\
      """;

  /** A foreign key of a table; onDelete is the rule for its rows. */
  record Key(String name, String schema, String table, String onDelete) {
    boolean changesRows() {
      return onDelete.equals("CASCADE") || onDelete.startsWith("SET ");
    }

    @Override
    public String toString() {
      return "%s of %s.%s (ON DELETE %s)".formatted(name, schema, table, onDelete);
    }
  }

  public static IncomingKeys of(BlockingSession session, String schema, Table table) {
    String pattern = pattern(schema) + "/" + pattern(table.name());
    try {
      return new IncomingKeys(keys(session.execute(OF_SERVER, pattern, pattern)), true);
    } catch (RuntimeException refusal) {
      if (!DatabaseFailures.isAnswer(refusal)) {
        throw refusal;
      }
      return new IncomingKeys(keys(session.execute(VISIBLE, schema, table.name())), false);
    }
  }

  /**
   * Fails with {@link Refused} {@code cascading_foreign_key} if to delete the table's rows would
   * delete or change rows of other tables.
   */
  public void requireNoCascade(Table table) {
    String cascading =
        all.stream()
            .filter(Key::changesRows)
            .map(Key::toString)
            .collect(Collectors.joining(" and "));
    if (!cascading.isEmpty()) {
      throw new Refused(
          RefusalCode.CASCADING_FOREIGN_KEY,
          "replacing the rows of %s would delete or change rows of other tables, by foreign key %s; append to the table instead, or make the key ON DELETE RESTRICT"
              .formatted(table.name(), cascading));
    }
  }

  private static List<Key> keys(Iterable<Row> found) {
    List<Key> keys = new ArrayList<>();
    for (Row row : found) {
      keys.add(new Key(row.getString(0), row.getString(1), row.getString(2), row.getString(3)));
    }
    return List.copyOf(keys);
  }

  /** MariaDB's InnoDB writes what is no letter, digit or underscore of ASCII as codes. */
  private static String pattern(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "%").replace("_", "\\_");
  }
}
