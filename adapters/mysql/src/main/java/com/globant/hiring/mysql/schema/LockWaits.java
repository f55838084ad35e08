package com.globant.hiring.mysql.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for locks of other connections during a migration. Waits a few seconds at a time, since a
 * waiting statement blocks all other clients of the table.
 */
final class LockWaits {
  private static final Logger LOG = LoggerFactory.getLogger(LockWaits.class);
  private static final int SECONDS = 3;
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  /** The longest wait of a statement. */
  static final Duration STEP = Duration.ofSeconds(SECONDS);

  private final Duration patience;

  /** Can be repeated after a lock wait timeout. */
  @FunctionalInterface
  interface Action {
    void run() throws SQLException;
  }

  /**
   * @param patience how long to wait, for each lock
   */
  LockWaits(Duration patience) {
    this.patience = patience;
  }

  /** Blocks migrations by other instances until the connection ends. */
  void takeMigrationLock(Connection connection) throws SQLException {
    String lock = "SELECT GET_LOCK('hiring.migrations', %d)".formatted(SECONDS);
    repeat(
        () -> {
          if (!"1".equals(JdbcServer.rows(connection, lock).get(0)[0])) {
            throw new SQLException("another instance migrates", "HY000", LOCK_WAIT_TIMEOUT);
          }
        });
  }

  /** Repeats a task until it has its locks. */
  void repeat(Action action) throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean logged = false;
    while (true) {
      try {
        action.run();
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != LOCK_WAIT_TIMEOUT) {
          throw e;
        }
        String waited = JdbcServer.serverText(e);
        if (System.nanoTime() - deadline > 0) {
          throw new SQLException(
              "%s, for %d s; SHOW PROCESSLIST shows who may hold the lock"
                  .formatted(waited, patience.toSeconds()),
              e.getSQLState(),
              LOCK_WAIT_TIMEOUT,
              e);
        }
        if (!logged) {
          LOG.warn("The start waits for a lock in the database: {}", waited);
          logged = true;
        }
      }
    }
  }
}
