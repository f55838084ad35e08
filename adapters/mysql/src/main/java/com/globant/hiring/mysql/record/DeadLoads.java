package com.globant.hiring.mysql.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Finds loads that died, and says so in their records.
 *
 * <p>A load that lives holds its record in its own transaction. One that runs according to its
 * record, which nobody holds, has died: with its instance, or with the connection of the load. No
 * clock is asked but for how long ago it was recorded, since it is claimed only a little later; one
 * that is taken for dead too early finds that out when it claims its record.
 *
 * <p>To be called within transactions; what is found stays locked until their ends.
 */
public final class DeadLoads {
  /**
   * How long a load that was recorded is given to claim its record where somebody waits to know
   * whether it is dead.
   */
  static final Duration BEGINNING = Duration.ofSeconds(2);

  private static final String DETAIL =
      "the instance that ran the load went away, or its connection to the database; nothing of the load is in the table, send it again";

  private final RecordSql sql;

  public DeadLoads(RecordSql sql) {
    this.sql = sql;
  }

  /** Notes that a load is dead, where it is. */
  Future<Void> bury(Session session, String loadId, Duration begun) {
    return session
        .execute(sql.lockIfDead(begun), Tuple.of(loadId))
        .compose(dead -> dead.size() == 0 ? Future.succeededFuture() : buryLocked(session, loadId));
  }

  /** Notes of all loads that died that they did. */
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
        .execute(sql.bury(), Tuple.of(RefusalCode.ABORTED.wireName(), DETAIL, loadId))
        .compose(buried -> session.execute(sql.deleteProgress(), Tuple.of(loadId)))
        .mapEmpty();
  }
}
