package com.globant.hiring.mysql.connection;

import java.time.Duration;

/**
 * The statement that every connection begins with. It names each variable of a session that changes
 * results, what is stored, or what COMMIT means: the server's administrator may have set any of
 * them globally, for other clients.
 *
 * <p>Not named, since an account needs a privilege of its own to set them: {@code
 * sql_require_primary_key} and {@code sql_generate_invisible_primary_key}. All tables that the
 * service creates have a primary key, so neither matters.
 */
public final class SessionSettings {
  private static final String UNLIMITED = "18446744073709551615";

  /** For all sessions. MySQL executes its special comments, MariaDB those that begin with M. */
  private static final String RESULTS =
      """
      SET NAMES utf8mb4 COLLATE utf8mb4_bin,
        SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
        SESSION time_zone = '+00:00',
        SESSION transaction_isolation = 'READ-COMMITTED',
        SESSION transaction_read_only = 0,
        SESSION completion_type = 'NO_CHAIN',
        SESSION foreign_key_checks = 1,
        SESSION unique_checks = 1,
        SESSION sql_safe_updates = 0,
        SESSION sql_auto_is_null = 0,
        SESSION sql_select_limit = %1$s,
        SESSION max_join_size = %1$s,
        SESSION sql_big_selects = 1,
        SESSION sql_quote_show_create = 1,
        SESSION sql_notes = 1,
        SESSION max_sort_length = 65536,
        SESSION div_precision_increment = 4,
        SESSION group_concat_max_len = 1048576,
        /*!80000 SESSION max_execution_time = 0, */
        SESSION default_storage_engine = 'InnoDB',
        /*!80000 SESSION information_schema_stats_expiry = 0, */
        /*!80030 SESSION show_gipk_in_create_table_and_information_schema = 1, */
        /*M! SESSION max_statement_time = 0, */
        /*M! SESSION idle_transaction_timeout = 0, */
        /*M! SESSION idle_readonly_transaction_timeout = 0, */
        /*M! SESSION idle_write_transaction_timeout = 0, */
        /*M! SESSION check_constraint_checks = 1, */
        /*M! SESSION old_mode = '', */
        /*M! SESSION note_verbosity = 'basic', */
      """
          .formatted(UNLIMITED);

  /** Variable of a session, not null: 1 if it is known to see the triggers of all tables. */
  public static final String SEES_ALL_TRIGGERS = "@hiring_sees_all_triggers";

  /** What a session may do on all schemas was decided when it began, and does not change. */
  static final String REMEMBER_PRIVILEGES =
      """
      SET %s = EXISTS (
        SELECT 1 FROM information_schema.user_privileges
        WHERE privilege_type = 'TRIGGER' AND REPLACE(grantee, '''', '') = CURRENT_USER())"""
          .formatted(SEES_ALL_TRIGGERS);

  private SessionSettings() {}

  /**
   * @param autocommit whether each statement is a transaction of its own
   * @param rowWait how long a statement waits for a row that another client holds
   * @param tableWait how long it waits for a table
   * @param silence after which the server ends the connection
   */
  public static String of(
      boolean autocommit, Duration rowWait, Duration tableWait, Duration silence) {
    return RESULTS
        + """
          SESSION autocommit = %1$d,
          SESSION innodb_lock_wait_timeout = %2$d,
          SESSION lock_wait_timeout = %3$d,
          SESSION wait_timeout = %4$d,
          SESSION net_read_timeout = %4$d,
          SESSION net_write_timeout = %4$d"""
            .formatted(
                autocommit ? 1 : 0,
                rowWait.toSeconds(),
                tableWait.toSeconds(),
                silence.toSeconds());
  }
}
