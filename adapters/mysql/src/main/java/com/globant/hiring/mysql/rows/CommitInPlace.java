package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.record.RecordLock;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Commits a load that has written into the table itself. The rows, the record, the summary and the
 * version of the content are in one transaction. If the service or the server is killed before step
 * 3 is done, the server rolls all of it back, and the {@code Reaper} of any instance finds the
 * record running but not locked, and sets it to aborted.
 */
public final class CommitInPlace implements LoadCommit {
  private final Session session;
  private final RecordLock record;
  private final RowWriter writer;

  /**
   * @param session of the load
   */
  public CommitInPlace(Session session, RecordLock record, RowWriter writer) {
    this.session = session;
    this.record = record;
    this.writer = writer;
  }

  @Override
  public Future<Void> commit(LoadResult result, Runnable deciding) {
    return Future.succeededFuture()
        // 1. The record says committed, unless the load was cancelled or taken for dead.
        .compose(begun -> record.setCommitted(result))
        // 2. The counts are added to the summary; the content has a new version.
        .compose(recorded -> writer.summaryChanges().publish(session))
        // 3. The transaction commits: all clients see all of it at once. If the service is killed
        // after this, nothing is left to do.
        .compose(published -> commit(deciding));
  }

  private Future<Void> commit(Runnable deciding) {
    deciding.run();
    return session
        .query("COMMIT")
        .compose(
            done -> session.giveBack(),
            failure -> session.discard().compose(nothing -> resolve(failure)))
        .eventually(writer::close);
  }

  /** After an error, or without an answer, the load may be committed or not: the record says it. */
  private Future<Void> resolve(Throwable failure) {
    return record
        .isCommitted()
        .compose(committed -> committed ? Future.succeededFuture() : Future.failedFuture(failure));
  }

  @Override
  public Future<Void> rollBack(@Nullable Throwable failure) {
    return session.rollBack(failure).eventually(writer::close);
  }

  @Override
  public void keepAlive() {
    session.keepAlive();
  }
}
