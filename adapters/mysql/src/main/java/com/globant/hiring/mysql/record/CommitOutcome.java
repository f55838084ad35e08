package com.globant.hiring.mysql.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadStatus;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;

/**
 * Finds out what became of a COMMIT whose answer was lost.
 *
 * <p>The load's own transaction holds its record. To ask for the lock on it makes the server wait
 * until that transaction is over; then the record tells.
 */
public final class CommitOutcome {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Connections connections;
  private final RecordSql sql;
  private final String serviceSchema;
  private final Duration patience;

  public CommitOutcome(Vertx vertx, Connections connections, MySqlSettings settings) {
    this.vertx = vertx;
    this.connections = connections;
    this.serviceSchema = settings.serviceSchema();
    this.sql = new RecordSql(serviceSchema);
    this.patience = settings.outcomeLookup();
  }

  /** Whether the load was committed. Fails where the database stays away for too long. */
  public Future<Boolean> isCommitted(LoadPlan plan) {
    return ask(plan, session -> saysCommitted(session, plan.loadId()));
  }

  /**
   * Asks a question about a load until it is answered. Fails where the database stays away for too
   * long.
   *
   * @param question to be asked over a connection whose statements are transactions of their own
   */
  public Future<Boolean> ask(LoadPlan plan, Function<Session, Future<Boolean>> question) {
    return ask(plan, question, System.nanoTime() + patience.toNanos(), FIRST_PAUSE);
  }

  /** Does something once, over such a connection. */
  public <T> Future<T> beside(Function<Session, Future<T>> action) {
    return connections.beside(action);
  }

  private Future<Boolean> ask(
      LoadPlan plan, Function<Session, Future<Boolean>> question, long deadline, Duration pause) {
    return connections
        .beside(question)
        .recover(
            failure ->
                System.nanoTime() - deadline < 0
                    ? paused(pause).compose(nothing -> ask(plan, question, deadline, longer(pause)))
                    : Future.failedFuture(unknown(plan, failure)));
  }

  private Future<Boolean> saysCommitted(Session session, String loadId) {
    return session
        .execute(sql.statusWhenFree(), Tuple.of(loadId))
        .map(
            found ->
                found.size() == 1
                    && LoadStatus.COMMITTED
                        .wireName()
                        .equals(found.iterator().next().getString(0)));
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
            .formatted(serviceSchema, plan.loadId()),
        failure);
  }
}
