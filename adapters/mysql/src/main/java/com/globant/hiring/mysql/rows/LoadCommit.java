package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.record.LoadResult;
import org.jspecify.annotations.Nullable;

/** Ends a load and gives its connections back, whether it is committed or rolled back. Blocks. */
public interface LoadCommit {
  /**
   * Commits the load. If this fails before {@code deciding} was called, the load must be rolled
   * back; otherwise it has ended.
   *
   * @param deciding called right before the COMMIT is sent
   */
  void commit(LoadResult result, Runnable deciding);

  /**
   * Never fails.
   *
   * @param failure what has failed, or null
   */
  void rollBack(@Nullable Throwable failure);

  /**
   * Sends a statement over each idle connection, since the server ends silent ones. Does not block;
   * called on the context of the connections.
   */
  void keepAlive();
}
