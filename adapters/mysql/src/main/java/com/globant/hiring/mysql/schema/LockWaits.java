package com.globant.hiring.mysql.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for locks of other connections during a migration. Waits a few seconds at a time, since a
 * waiting statement blocks all other clients of the table, and logs the blocking connections in
 * between.
 */
final class LockWaits {
  private static final Logger LOG = LoggerFactory.getLogger(LockWaits.class);

  /** Held during a migration, so that only one instance migrates. */
  private static final String MIGRATION_LOCK = "hiring.migrations";

  private static final int SECONDS = 3;
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  /** The longest wait of a statement. */
  static final Duration STEP = Duration.ofSeconds(SECONDS);

  /** MySQL: connections with locks on tables of some schemas, exclusive ones first. */
  private static final String HOLDERS =
      """
      SELECT t.processlist_id, t.processlist_user, t.processlist_host, t.processlist_time,
        CONCAT('holds ', GROUP_CONCAT(DISTINCT l.object_schema, '.', l.object_name SEPARATOR ', '))
      FROM performance_schema.metadata_locks l
      JOIN performance_schema.threads t ON t.thread_id = l.owner_thread_id
      WHERE l.object_type = 'TABLE' AND l.lock_status = 'GRANTED' AND l.object_schema IN (%s)
        AND t.processlist_id <> CONNECTION_ID()
      GROUP BY 1, 2, 3, 4
      ORDER BY MAX(l.lock_type IN ('EXCLUSIVE', 'SHARED_NO_READ_WRITE', 'SHARED_NO_WRITE')) DESC, 4 DESC
      LIMIT 5""";

  /** Otherwise: connections that use these schemas; without PROCESS only those of the account. */
  private static final String USERS =
      """
      SELECT id, user, host, time, CONCAT('is at schema ', db)
      FROM information_schema.processlist
      WHERE db IN (%s) AND id <> CONNECTION_ID() AND command <> 'Daemon'
      ORDER BY time DESC LIMIT 5""";

  private static final String MIGRATING =
      """
      SELECT id, user, host, time, 'migrates'
      FROM information_schema.processlist WHERE id = IS_USED_LOCK('%s')"""
          .formatted(MIGRATION_LOCK);

  private final Connection connection;
  private final String schemas;
  private final Duration patience;

  /** Can be repeated after a lock wait timeout. */
  @FunctionalInterface
  interface Action {
    void run() throws SQLException;
  }

  /**
   * @param connection to look up blocking connections with
   * @param schemas whose tables are migrated
   * @param patience how long to wait, for each lock
   */
  LockWaits(Connection connection, List<String> schemas, Duration patience) {
    this.connection = connection;
    this.schemas =
        schemas.stream().map(schema -> "'" + schema + "'").collect(Collectors.joining(", "));
    this.patience = patience;
  }

  /** Blocks migrations by other instances until the connection ends. */
  void takeMigrationLock() throws SQLException {
    String lock = "SELECT GET_LOCK('%s', %d)".formatted(MIGRATION_LOCK, SECONDS);
    repeat(
        () -> {
          if (!"1".equals(JdbcServer.rows(connection, lock).get(0)[0])) {
            throw new SQLException("another instance migrates", "HY000", LOCK_WAIT_TIMEOUT);
          }
        },
        List.of(MIGRATING));
  }

  /** Repeats a task until it has its locks. */
  void repeat(Action action) throws SQLException {
    repeat(action, List.of(HOLDERS.formatted(schemas), USERS.formatted(schemas)));
  }

  private void repeat(Action action, List<String> whoIsInTheWay) throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    String told = "";
    while (true) {
      try {
        action.run();
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != LOCK_WAIT_TIMEOUT) {
          throw e;
        }
        String holders = holders(whoIsInTheWay);
        if (System.nanoTime() - deadline > 0) {
          throw new SQLException(
              "%s; in the way for %d s was %s"
                  .formatted(JdbcServer.serverText(e), patience.toSeconds(), holders),
              e.getSQLState(),
              LOCK_WAIT_TIMEOUT,
              e);
        }
        if (!told.equals(holders)) {
          LOG.warn("The start waits for a lock in the database: {}", holders);
          told = holders;
        }
      }
    }
  }

  /** The result of the first query that finds a connection. */
  private String holders(List<String> queries) {
    for (String query : queries) {
      List<String> found = new ArrayList<>();
      try {
        for (@Nullable String[] row : JdbcServer.rows(connection, query)) {
          found.add("connection %s of %s@%s %s".formatted(row[0], row[1], row[2], row[4]));
        }
      } catch (SQLException notAllowedHere) {
        LOG.debug("It cannot be looked up who holds locks", notAllowedHere);
      }
      if (!found.isEmpty()) {
        return String.join("; ", found);
      }
    }
    return "a connection that this account cannot see (it would with the privileges PROCESS and SELECT on performance_schema)";
  }
}
