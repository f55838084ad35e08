package com.globant.hiring.mysql.load;

import com.globant.hiring.application.load.BegunLoad;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Stages;
import com.globant.hiring.mysql.keys.OrphanedKeys;
import com.globant.hiring.mysql.rows.LoadCommit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A load with its own connection and transaction, which ends once. What waits for the database runs
 * on the load's thread, or on one of its own.
 */
abstract class MySqlBegunLoad implements BegunLoad {
  private final BlockingSession session;
  private final LoadPlan plan;
  private final LoadCommit commit;
  private final long keepAlive;
  private boolean ended;

  MySqlBegunLoad(BlockingSession session, LoadPlan plan, LoadCommit commit, Duration keepAlive) {
    this.session = session;
    this.plan = plan;
    this.commit = commit;
    // Begun on the context, so the timer fires there.
    this.keepAlive =
        onContext(() -> vertx().setPeriodic(keepAlive.toMillis(), timer -> commit.keepAlive()));
  }

  private Vertx vertx() {
    return session.context().owner();
  }

  final <T extends @Nullable Object> T onContext(Supplier<T> action) {
    return session.await(() -> Future.succeededFuture(action.get()));
  }

  /** Called before orphans are looked for: all rows are written. */
  abstract void allRowsAreWritten();

  /** What has failed, so that the load must not be committed; or null. */
  abstract @Nullable RuntimeException failure();

  /** From now on no row is written. Called once. */
  abstract void stop();

  @Override
  public CompletionStage<List<OrphanedKey>> orphanedReferences(int limit) {
    return Stages.onThread(
        () -> {
          allRowsAreWritten();
          return OrphanedKeys.find(session, plan, limit);
        },
        this::translated);
  }

  @Override
  public CompletionStage<Void> commit(LoadResult result) {
    return onThread(() -> commitNow(result));
  }

  private synchronized void commitNow(LoadResult result) {
    RuntimeException failure = failure();
    if (failure != null) {
      throw failure;
    }
    commit.commit(result, this::end);
  }

  @Override
  public CompletionStage<Void> rollback() {
    return onThread(this::rollBackNow);
  }

  private synchronized void rollBackNow() {
    if (!ended) {
      Throwable failure = failure();
      end();
      commit.rollBack(failure);
    }
  }

  /** Called right before the transaction ends. */
  final synchronized void end() {
    ended = true;
    vertx().cancelTimer(keepAlive);
    stop();
  }

  final synchronized boolean hasEnded() {
    return ended;
  }

  final CompletionStage<Void> onThread(Runnable action) {
    return Stages.onThread(action, this::translated);
  }

  final RuntimeException translated(Throwable failure) {
    return DatabaseFailures.translated(failure, plan.table());
  }
}
