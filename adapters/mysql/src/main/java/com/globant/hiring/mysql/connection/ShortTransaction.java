package com.globant.hiring.mysql.connection;

import io.vertx.core.Future;
import java.util.function.Function;

/** Transactions of a few statements, each on its own connection. */
public final class ShortTransaction {
  /** After this many conflicts the failure is not retried. */
  private static final int ATTEMPTS = 5;

  private ShortTransaction() {}

  /**
   * Runs statements in a transaction. Repeats them after a conflict with another transaction: a
   * deadlock, or a row that it has inserted.
   */
  public static <T> Future<T> run(
      Connections connections, Function<Session, Future<T>> statements) {
    return run(connections, statements, ATTEMPTS);
  }

  private static <T> Future<T> run(
      Connections connections, Function<Session, Future<T>> statements, int attempts) {
    return connections
        .forReport()
        .compose(session -> once(connections, session, statements))
        .recover(
            failure ->
                attempts > 1 && isLostRace(failure)
                    ? run(connections, statements, attempts - 1)
                    : Future.failedFuture(failure));
  }

  private static <T> Future<T> once(
      Connections connections, Session session, Function<Session, Future<T>> statements) {
    return connections
        .inTime(
            session
                .query("START TRANSACTION")
                .compose(begun -> statements.apply(session))
                .compose(result -> session.query("COMMIT").map(result)))
        .compose(
            result -> session.giveBack().map(result),
            failure -> session.rollBack(failure).compose(nothing -> Future.failedFuture(failure)));
  }

  private static boolean isLostRace(Throwable failure) {
    return DatabaseFailures.isDeadlock(failure) || DatabaseFailures.isDuplicateKey(failure);
  }
}
