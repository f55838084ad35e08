package com.globant.hiring.mysql.shadow;

import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.SessionSettings;
import com.globant.hiring.mysql.keys.IncomingKeys;
import com.globant.hiring.mysql.schema.AccountGrants;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects that belong to a table by its name and would be lost by an exchange: triggers, foreign
 * keys of other tables, statistics. Objects that the account cannot see count as existing.
 */
final class TableAttachments {
  /**
   * MySQL shows triggers only with the privilege TRIGGER. The variable says whether this session
   * has it for all schemas. SHOW GRANTS may list a privilege granted later, which is valid for new
   * sessions only.
   */
  private static final String TRIGGERS =
      """
      SELECT COUNT(*), COALESCE(%s, 0) FROM information_schema.triggers
      WHERE event_object_schema = ? AND event_object_table = ?\
      """
          .formatted(SessionSettings.SEES_ALL_TRIGGERS);

  private static final String ON_ALL_SCHEMAS = " ON *.* ";

  private static final String STATISTICS =
      """
      SELECT COUNT(*) FROM
        /*!80000 information_schema.column_statistics WHERE schema_name = ? AND table_name = ? */
        /*M! mysql.table_stats WHERE db_name = ? AND table_name = ? */\
      """;

  private TableAttachments() {}

  /** Fails with {@link NotExchangeable} if one exists, or may exist. */
  static void requireNone(BlockingSession session, String schema, Table table) {
    Row triggers = session.execute(TRIGGERS, schema, table.name()).iterator().next();
    NotExchangeable.unless(triggers.getLong(0) == 0, ExchangeObstacle.TRIGGERS);
    NotExchangeable.unless(
        seesTriggers(grants(session), schema, table, triggers.getLong(1) != 0),
        ExchangeObstacle.TRIGGER_PRIVILEGE);
    IncomingKeys keys = IncomingKeys.of(session, schema, table);
    NotExchangeable.unless(keys.all().isEmpty(), ExchangeObstacle.FOREIGN_KEYS);
    NotExchangeable.unless(keys.areComplete(), ExchangeObstacle.PROCESS_PRIVILEGE);
    requireNoStatistics(session, schema, table);
  }

  private static void requireNoStatistics(BlockingSession session, String schema, Table table) {
    try {
      Row found = session.execute(STATISTICS, schema, table.name()).iterator().next();
      NotExchangeable.unless(found.getLong(0) == 0, ExchangeObstacle.STATISTICS);
    } catch (MySQLException refusal) {
      NotExchangeable.unless(
          !DatabaseFailures.isAnswer(refusal), ExchangeObstacle.STATISTICS_PRIVILEGE);
      throw refusal;
    }
  }

  /** A privilege on all schemas counts only if the session had it from its start. */
  private static boolean seesTriggers(
      List<String> grants, String schema, Table table, boolean ofAllSchemas) {
    List<String> counting =
        ofAllSchemas
            ? grants
            : grants.stream().filter(line -> !line.contains(ON_ALL_SCHEMAS)).toList();
    return new AccountGrants(counting).has("TRIGGER", schema, table.name());
  }

  private static List<String> grants(BlockingSession session) {
    List<String> lines = new ArrayList<>();
    session.query("SHOW GRANTS").forEach(row -> lines.add(row.getString(0)));
    return lines;
  }
}
