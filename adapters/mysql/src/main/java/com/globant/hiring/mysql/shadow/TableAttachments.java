package com.globant.hiring.mysql.shadow;

import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.SessionSettings;
import com.globant.hiring.mysql.keys.IncomingKeys;
import com.globant.hiring.mysql.schema.AccountGrants;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

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
      WHERE event_object_schema = ? AND event_object_table = ?"""
          .formatted(SessionSettings.SEES_ALL_TRIGGERS);

  private static final String ON_ALL_SCHEMAS = " ON *.* ";

  private static final String STATISTICS =
      """
      SELECT COUNT(*) FROM
        /*!80000 information_schema.column_statistics WHERE schema_name = ? AND table_name = ? */
        /*M! mysql.table_stats WHERE db_name = ? AND table_name = ? */""";

  private TableAttachments() {}

  /** The first object that exists, or may exist. */
  static Future<Optional<ExchangeObstacle>> obstacle(Session session, String schema, Table table) {
    Tuple name = Tuple.of(schema, table.name());
    Future<List<String>> grants = grants(session);
    Future<RowSet<Row>> triggers = session.execute(TRIGGERS, name);
    Future<IncomingKeys> keys = IncomingKeys.of(session, schema, table);
    Future<Optional<ExchangeObstacle>> statistics = statistics(session, name);
    return Future.all(grants, triggers, keys, statistics)
        .map(
            read -> {
              Row found = triggers.result().iterator().next();
              if (found.getLong(0) > 0) {
                return Optional.of(ExchangeObstacle.TRIGGERS);
              }
              if (!seesTriggers(grants.result(), schema, table, found.getLong(1) != 0)) {
                return Optional.of(ExchangeObstacle.TRIGGER_PRIVILEGE);
              }
              if (!keys.result().all().isEmpty()) {
                return Optional.of(ExchangeObstacle.FOREIGN_KEYS);
              }
              return keys.result().areComplete()
                  ? statistics.result()
                  : Optional.of(ExchangeObstacle.PROCESS_PRIVILEGE);
            });
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

  private static Future<List<String>> grants(Session session) {
    return session
        .query("SHOW GRANTS")
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString(0))
                    .toList());
  }

  private static Future<Optional<ExchangeObstacle>> statistics(Session session, Tuple name) {
    return session
        .execute(STATISTICS, name)
        .map(
            found ->
                found.iterator().next().getLong(0) > 0
                    ? Optional.of(ExchangeObstacle.STATISTICS)
                    : Optional.<ExchangeObstacle>empty())
        .recover(
            refusal ->
                DatabaseFailures.isAnswer(refusal)
                    ? Future.succeededFuture(Optional.of(ExchangeObstacle.STATISTICS_PRIVILEGE))
                    : Future.failedFuture(refusal));
  }
}
