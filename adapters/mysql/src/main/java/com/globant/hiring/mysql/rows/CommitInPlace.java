package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.record.RecordLock;
import org.jspecify.annotations.Nullable;

/**
 * Commits a load that has written into the table itself. The rows, the record, the summary and the
 * version of the content are in one transaction. If the service or the server is killed before step
 * 3 is done, the server rolls all of it back, and the {@code Reaper} of any instance finds the
 * record running but not locked, and sets it to aborted.
 *
 * @param session of the load
 */
public record CommitInPlace(BlockingSession session, RecordLock record, RowWriter writer)
    implements LoadCommit {

  @Override
  public void commit(LoadResult result, Runnable deciding) {
    // 1. The record says committed, unless the load was cancelled or taken for dead.
    record.setCommitted(result);
    // 2. The counts are added to the summary; the content has a new version.
    writer.summaryChanges().publish(session);
    // 3. The transaction commits: all clients see all of it at once. If the service is killed
    // after this, nothing is left to do.
    deciding.run();
    try {
      record.commit(record::isCommitted);
    } finally {
      writer.close();
    }
  }

  @Override
  public void rollBack(@Nullable Throwable failure) {
    session.rollBack(failure);
    writer.close();
  }

  @Override
  public void keepAlive() {
    session.session().keepAlive();
  }
}
