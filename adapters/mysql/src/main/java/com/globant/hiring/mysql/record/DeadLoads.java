package com.globant.hiring.mysql.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Sets the records of loads that died to aborted.
 *
 * <p>A live load holds its record locked in its own transaction. If a record is running but not
 * locked, the instance or the connection of the load has died. New records are excepted, since a
 * load locks its record a little after it was inserted. A load that was aborted too early fails
 * when it locks its record.
 *
 * <p>To be called in a transaction; the records stay locked until it ends.
 */
public record DeadLoads(RecordSql sql) {
  /** How long a new load has to lock its record if a request waits for the answer. */
  static final Duration BEGINNING = Duration.ofSeconds(2);

  private static final String DETAIL =
      "the instance that ran the load went away, or its connection to the database; nothing of the"
          + " load is in the table, send it again";

  /** Sets the record of one load to aborted if the load is dead. */
  Future<Void> markAborted(Session session, String loadId, Duration begun) {
    return session
        .execute(sql.lockIfDead(begun), Tuple.of(loadId))
        .compose(dead -> dead.size() == 0 ? Future.succeededFuture() : buryLocked(session, loadId));
  }

  /** Sets the records of all dead loads to aborted. */
  public Future<Void> buryAll(Session session, Duration begun) {
    return session
        .query(sql.lockDead(begun))
        .compose(
            dead -> {
              Future<Void> buried = Future.succeededFuture();
              for (Row row : dead) {
                String loadId = row.getString(0);
                buried = buried.compose(nothing -> buryLocked(session, loadId));
              }
              return buried;
            });
  }

  private Future<Void> buryLocked(Session session, String loadId) {
    return session
        .execute(sql.abort(), Tuple.of(RefusalCode.ABORTED.wireName(), DETAIL, loadId))
        .compose(buried -> session.execute(sql.deleteProgress(), Tuple.of(loadId)))
        .mapEmpty();
  }
}
