package com.globant.hiring.mysql.load;

import com.globant.hiring.application.load.BulkTransaction;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Stages;
import com.globant.hiring.mysql.keys.OrphanedKeys;
import com.globant.hiring.mysql.shadow.JobLoad;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A load whose rows a job writes. Its transaction holds the locks, and publishes the rows. */
final class MySqlBulkTransaction implements BulkTransaction {
  private final BlockingSession session;
  private final LoadPlan plan;
  private final JobLoad load;
  private final long keepAlive;
  private boolean ended;

  MySqlBulkTransaction(BlockingSession session, LoadPlan plan, JobLoad load, Duration keepAlive) {
    this.session = session;
    this.plan = plan;
    this.load = load;
    // Begun on the context, so the timer fires there.
    this.keepAlive =
        session.await(
            () ->
                Future.succeededFuture(
                    session
                        .context()
                        .owner()
                        .setPeriodic(keepAlive.toMillis(), timer -> load.keepAlive())));
  }

  @Override
  public @Nullable String target() {
    return load.target();
  }

  @Override
  public Progress progress() {
    return translating(load::progress);
  }

  @Override
  public void started(String runId) {
    translating(
        () -> {
          load.started(runId);
          return true;
        });
  }

  @Override
  public CompletionStage<List<OrphanedKey>> orphanedReferences(int limit) {
    return onThread(
        () -> {
          load.publish();
          return OrphanedKeys.find(session, plan, limit);
        });
  }

  @Override
  public CompletionStage<Void> commit(LoadResult result) {
    return onThread(
        () -> {
          commitNow(result);
          return null;
        });
  }

  private synchronized void commitNow(LoadResult result) {
    load.commit(result, this::end);
  }

  @Override
  public CompletionStage<Void> rollback() {
    return onThread(
        () -> {
          rollBackNow();
          return null;
        });
  }

  private synchronized void rollBackNow() {
    if (!ended) {
      end();
      load.rollBack(null);
    }
  }

  @Override
  public CompletionStage<Void> release() {
    return onThread(
        () -> {
          end();
          load.release();
          return null;
        });
  }

  private synchronized void end() {
    ended = true;
    session.context().owner().cancelTimer(keepAlive);
  }

  private <T extends @Nullable Object> CompletionStage<T> onThread(Supplier<T> action) {
    return Stages.onThread(action, this::translated);
  }

  private <T> T translating(Supplier<T> action) {
    try {
      return action.get();
    } catch (RuntimeException failure) {
      throw translated(failure);
    }
  }

  private RuntimeException translated(Throwable failure) {
    return DatabaseFailures.translated(failure, plan.table());
  }
}
