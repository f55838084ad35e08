package com.globant.hiring.mysql.load;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Stages;
import com.globant.hiring.mysql.keys.OrphanedKeys;
import com.globant.hiring.mysql.keys.ReferenceKeys;
import com.globant.hiring.mysql.rows.LoadCommit;
import com.globant.hiring.mysql.rows.OpenLoad;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.waiting.SelfReferences;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A load with its own connection and transaction. Rows are written on the context of the
 * connection; all else runs on the load's thread, or on one of its own, and waits for the database.
 */
final class MySqlLoadTransaction implements LoadTransaction {
  private final BlockingSession session;
  private final LoadPlan plan;
  private final ReferenceKeys references;
  private final SelfReferences selfReferences;
  private final RowWriter writer;
  private final LoadCommit commit;
  private final long keepAlive;
  private boolean deciding;

  MySqlLoadTransaction(
      BlockingSession session,
      LoadPlan plan,
      ReferenceKeys references,
      SelfReferences selfReferences,
      OpenLoad load,
      Duration keepAlive) {
    this.session = session;
    this.plan = plan;
    this.references = references;
    this.selfReferences = selfReferences;
    this.writer = load.writer();
    this.commit = load.commit();
    // Begun on the context, so the timer fires there.
    this.keepAlive =
        onContext(() -> vertx().setPeriodic(keepAlive.toMillis(), timer -> commit.keepAlive()));
  }

  private Vertx vertx() {
    return session.context().owner();
  }

  private <T extends @Nullable Object> T onContext(Supplier<T> action) {
    return session.await(() -> Future.succeededFuture(action.get()));
  }

  @Override
  public Map<ForeignKey, KeySet> references() {
    return references.all();
  }

  @Override
  public CompletionStage<Written> write(List<Row> batch) {
    return writer.write(selfReferences.keepBack(batch));
  }

  @Override
  public List<RowOutcome> nextWaiting() {
    return selfReferences.next();
  }

  @Override
  public CompletionStage<List<OrphanedKey>> orphanedReferences(int limit) {
    return Stages.onThread(() -> OrphanedKeys.find(session, plan, limit), this::translated);
  }

  @Override
  public CompletionStage<Void> commit(LoadResult result) {
    return Stages.onThread(
        () -> {
          commitNow(result);
          return null;
        },
        this::translated);
  }

  private synchronized void commitNow(LoadResult result) {
    RuntimeException failure = writer.failure();
    if (failure != null) {
      throw failure;
    }
    commit.commit(result, this::decide);
  }

  @Override
  public CompletionStage<Void> rollback() {
    return Stages.onThread(
        () -> {
          rollBackNow();
          return null;
        },
        this::translated);
  }

  private synchronized void rollBackNow() {
    if (!deciding) {
      Throwable failure = writer.failure();
      decide();
      commit.rollBack(failure);
    }
  }

  /** From now on no row is written, and the load ends only once. */
  private void decide() {
    deciding = true;
    onContext(
        () -> {
          writer.stop();
          return null;
        });
    vertx().cancelTimer(keepAlive);
    references.close();
    selfReferences.close();
  }

  private RuntimeException translated(Throwable failure) {
    return DatabaseFailures.translated(failure, plan.table());
  }
}
