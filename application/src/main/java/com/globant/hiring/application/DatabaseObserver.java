package com.globant.hiring.application;

import com.globant.hiring.domain.table.Table;

/**
 * Port: counts what slows loads down in the database or leaves work behind there, for those who
 * operate the service.
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
   * A large load is written into its table itself, since that cannot be exchanged for a filled one.
   *
   * @param reason one of few words, in lower case with underscores
   */
  void writtenInPlace(Table table, String reason);

  /** A load whose instance died could not be brought to its end this time; it is tried again. */
  void notSettled(Table table);
}
