package com.globant.hiring.mysql;

import com.globant.hiring.application.LoadPlan;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.RowCounts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Finds out what became of a COMMIT whose answer was lost.
 *
 * <p>The record of the load was written by its own transaction. To write it again makes the server
 * wait until that transaction is over, and then tells by a duplicate key that it was committed.
 */
final class CommitOutcome {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Connections connections;
  private final Duration patience;

  CommitOutcome(Vertx vertx, Connections connections, Duration patience) {
    this.vertx = vertx;
    this.connections = connections;
    this.patience = patience;
  }

  /** The parameters of {@link Sql#recordLoad}. */
  static Tuple load(LoadPlan plan, RowCounts counts) {
    return Tuple.of(
        plan.loadId(),
        plan.table().tableName(),
        plan.append(),
        counts.read(),
        counts.inserted(),
        counts.updated(),
        counts.ignored(),
        counts.rejected(),
        counts.incomplete());
  }

  /** Whether the load was committed. Fails where the database stays away for too long. */
  Future<Boolean> isCommitted(LoadPlan plan) {
    return ask(plan, System.nanoTime() + patience.toNanos(), FIRST_PAUSE);
  }

  private Future<Boolean> ask(LoadPlan plan, long deadline, Duration pause) {
    return connections
        .forReport()
        .compose(session -> recordIsThere(session, plan))
        .recover(
            failure ->
                System.nanoTime() - deadline < 0
                    ? paused(pause).compose(nothing -> ask(plan, deadline, longer(pause)))
                    : Future.failedFuture(unknown(plan, failure)));
  }

  private static Future<Boolean> recordIsThere(Session session, LoadPlan plan) {
    return session
        .query("START TRANSACTION")
        .compose(
            begun ->
                session.execute(
                    Sql.recordLoad(plan.schema()), load(plan, new RowCounts(0, 0, 0, 0, 0, 0))))
        .map(false)
        .recover(
            failure ->
                DatabaseFailures.isDuplicateKey(failure)
                    ? Future.succeededFuture(true)
                    : Future.failedFuture(failure))
        .eventually(
            () ->
                session
                    .query("ROLLBACK")
                    .compose(nothing -> session.giveBack(), failure -> session.discard()));
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

  private static Refused unknown(LoadPlan plan, Throwable failure) {
    return new Refused(
        RefusalCode.DATABASE_UNAVAILABLE,
        "the database went away during the commit and stays away, so it is unknown whether the load was committed; it was if table loads of schema %s has load_id %s, look there before you repeat it"
            .formatted(plan.schema(), plan.loadId()),
        failure);
  }
}
