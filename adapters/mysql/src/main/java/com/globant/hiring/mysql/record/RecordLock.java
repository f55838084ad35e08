package com.globant.hiring.mysql.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadResult;
import com.globant.hiring.application.load.LoadStatus;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/**
 * The record of a load in the load's own transaction, which holds it from its first statement to
 * its end: so everybody sees whether the load lives, and the record says that it is committed if
 * and only if it is.
 */
public final class RecordLock {
  private final Session session;
  private final RecordSql sql;
  private final String loadId;

  public RecordLock(Session session, RecordSql sql, String loadId) {
    this.session = session;
    this.sql = sql;
    this.loadId = loadId;
  }

  /** Locks it. Fails with {@code aborted} where it does not say that the load runs. */
  public Future<Void> claim() {
    return session
        .execute(sql.claim(), Tuple.of(loadId))
        .compose(
            claimed ->
                claimed.size() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(notRunning(loadId)));
  }

  /**
   * WriteLimiter it to committed, for the transaction to commit or not. Whoever wants the load's
   * end from now on waits for that, and is then too late.
   */
  public Future<Void> commit(LoadResult result) {
    Tuple end = RecordColumns.end(LoadStatus.COMMITTED, result, null).addString(loadId);
    Future<RowSet<Row>> wanted =
        session.execute(sql.deleteProgressUnlessCancelled(), Tuple.of(loadId));
    Future<RowSet<Row>> committed = session.execute(sql.commit(), end);
    return Future.all(wanted, committed)
        .compose(
            both -> {
              if (committed.result().rowCount() != 1) {
                return Future.failedFuture(notRunning(loadId));
              }
              return wanted.result().rowCount() == 1
                  ? Future.succeededFuture()
                  : Future.failedFuture(cancelled());
            });
  }

  private static Refused notRunning(String loadId) {
    return new Refused(
        RefusalCode.ABORTED,
        "load %s was taken for dead, because nothing was seen of it; nothing of it is in the table, send it again"
            .formatted(loadId));
  }

  private static Refused cancelled() {
    return new Refused(
        RefusalCode.CANCELLED, "somebody cancelled the load; nothing of it is in the table");
  }
}
