package com.globant.hiring.mysql.rows;

import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the statements of one load over all of its sessions, until one of them fails. A load with a
 * failed statement must not be committed: after a deadlock, what had been written before is gone.
 * Conflicts are no failures.
 *
 * <p>For threads that wait for the answers.
 */
final class LoadStatements {
  /** Batches whose keys are looked up after the last duplicate was found. */
  private static final int LOOK_UPS = 20;

  private final Context context;
  private final AtomicInteger lookUps = new AtomicInteger();
  private volatile @Nullable RuntimeException failure;

  /**
   * @param context of the sessions
   */
  LoadStatements(Context context) {
    this.context = context;
  }

  /** What has failed, or null. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /**
   * No statement is sent from now on, not even to repair one that is under way. If this is called
   * on the context, none is sent after it returns.
   */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = BlockingSession.unchecked(cause);
    }
  }

  /** Runs a statement and waits for its answer. */
  <T extends @Nullable Object> T run(Supplier<Future<T>> statement) {
    return BlockingSession.await(context, () -> unlessFailed(statement));
  }

  /**
   * Sends statements at once and waits for the answers to all of them. Fails if one of them fails.
   *
   * @return the answers, of which some may be conflicts
   */
  <T> List<Future<T>> runAll(List<Supplier<Future<T>>> statements) {
    List<Future<T>> answers = new ArrayList<>(statements.size());
    if (!statements.isEmpty()) {
      BlockingSession.await(
          context,
          () -> {
            statements.forEach(statement -> answers.add(unlessFailed(statement)));
            return Future.join(answers).otherwiseEmpty();
          });
      RuntimeException failed = failure;
      if (failed != null) {
        throw failed;
      }
    }
    return answers;
  }

  /** As {@link #runAll}, of statements that cannot conflict; gives their results. */
  <T> List<T> results(List<Supplier<Future<T>>> statements) {
    List<T> results = new ArrayList<>(statements.size());
    for (Future<T> answer : runAll(statements)) {
      if (answer.failed()) {
        fail(answer.cause());
        throw BlockingSession.unchecked(answer.cause());
      }
      results.add(answer.result());
    }
    return results;
  }

  private <T extends @Nullable Object> Future<T> unlessFailed(Supplier<Future<T>> statement) {
    RuntimeException failed = failure;
    if (failed != null) {
      return Future.failedFuture(failed);
    }
    return statement
        .get()
        .onFailure(
            refusal -> {
              if (!DatabaseFailures.isDuplicateKey(refusal)
                  && !DatabaseFailures.areFilesRefused(refusal)) {
                fail(refusal);
              }
            });
  }

  /**
   * Whether keys are looked up before rows are inserted: after one duplicate more are likely, and
   * look-ups cost less than refused files and statements.
   */
  boolean areDuplicatesExpected() {
    return lookUps.get() > 0;
  }

  void expectDuplicates() {
    lookUps.set(LOOK_UPS);
  }

  /** To be called after each batch whose keys were looked up. */
  void lookedUp() {
    lookUps.decrementAndGet();
  }
}
