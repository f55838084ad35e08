package com.globant.hiring.mysql;

import com.globant.hiring.application.LoadPlan;
import com.globant.hiring.application.LoadStatus;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Finds out what became of a COMMIT whose answer was lost.
 *
 * <p>The load's own transaction holds its record. To ask for the lock on it makes the server wait
 * until that transaction is over; then the record tells.
 */
final class CommitOutcome {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Connections connections;
  private final RecordSql sql;
  private final String recordsSchema;
  private final Duration patience;

  CommitOutcome(Vertx vertx, Connections connections, MySqlSettings settings) {
    this.vertx = vertx;
    this.connections = connections;
    this.recordsSchema = settings.recordsSchema();
    this.sql = new RecordSql(recordsSchema);
    this.patience = settings.outcomeLookup();
  }

  /** Whether the load was committed. Fails where the database stays away for too long. */
  Future<Boolean> isCommitted(LoadPlan plan) {
    return ask(plan, System.nanoTime() + patience.toNanos(), FIRST_PAUSE);
  }

  private Future<Boolean> ask(LoadPlan plan, long deadline, Duration pause) {
    return connections
        .forReport()
        .compose(session -> saysCommitted(session, plan.loadId()))
        .recover(
            failure ->
                System.nanoTime() - deadline < 0
                    ? paused(pause).compose(nothing -> ask(plan, deadline, longer(pause)))
                    : Future.failedFuture(unknown(plan, failure)));
  }

  private Future<Boolean> saysCommitted(Session session, String loadId) {
    Future<Boolean> committed =
        session
            .execute(sql.statusWhenFree(), Tuple.of(loadId))
            .map(
                found ->
                    found.size() == 1
                        && LoadStatus.COMMITTED
                            .wireName()
                            .equals(found.iterator().next().getString(0)));
    return committed.eventually(() -> session.letGo(committed.cause()));
  }

  private Future<Void> paused(Duration pause) {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(pause.toMillis(), timer -> over.complete());
    return over.future();
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private Refused unknown(LoadPlan plan, Throwable failure) {
    return new Refused(
        RefusalCode.DATABASE_UNAVAILABLE,
        "the database went away during the commit and stays away, so it is unknown whether the load was committed; it was if table loads of schema %s says so of load_id %s, look there before you repeat it"
            .formatted(recordsSchema, plan.loadId()),
        failure);
  }
}
