package com.globant.hiring.application;

import com.globant.hiring.domain.table.Table;

/**
 * Port: counts what slows loads down in the database or leaves work there, for metrics.
 *
 * <p>Called by any thread, many at a time. Returns at once and never throws.
 */
public interface DatabaseObserver {
  /** Counts nothing. */
  DatabaseObserver NONE =
      new DatabaseObserver() {
        @Override
        public void writtenInPlace(Table table, String reason) {}

        @Override
        public void notSettled(Table table) {}
      };

  /**
   * A large load is written into its table itself, since the table cannot be exchanged.
   *
   * @param reason one of a few words, in lower case with underscores
   */
  void writtenInPlace(Table table, String reason);

  /** An attempt to end a load whose instance died has failed. It is repeated. */
  void notSettled(Table table);
}
