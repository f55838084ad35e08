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
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.keys.LoadContext;
import com.globant.hiring.mysql.keys.OrphanedKeys;
import com.globant.hiring.mysql.keys.ReferenceKeys;
import com.globant.hiring.mysql.rows.LoadCommit;
import com.globant.hiring.mysql.rows.OpenLoad;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.rows.SelfReferences;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A load with its own connection and transaction. Everything runs on its context. */
final class MySqlLoadTransaction implements LoadTransaction {
  private final LoadContext context;
  private final Session session;
  private final LoadPlan plan;
  private final ReferenceKeys references;
  private final SelfReferences selfReferences;
  private final RowWriter writer;
  private final LoadCommit commit;
  private final long keepAlive;
  private Future<Void> ended = Future.succeededFuture();
  private boolean deciding;

  MySqlLoadTransaction(
      LoadContext context,
      Session session,
      LoadPlan plan,
      ReferenceKeys references,
      SelfReferences selfReferences,
      OpenLoad load,
      Duration keepAlive) {
    this.context = context;
    this.session = session;
    this.plan = plan;
    this.references = references;
    this.selfReferences = selfReferences;
    this.writer = load.writer();
    this.commit = load.commit();
    // Begun on the context, so the timer fires there.
    this.keepAlive = context.vertx().setPeriodic(keepAlive.toMillis(), timer -> commit.keepAlive());
  }

  @Override
  public Map<ForeignKey, KeySet> references() {
    return references.all();
  }

  @Override
  public CompletionStage<Written> write(List<Row> batch) {
    CompletionStage<Written> write = context.on(writer.write(selfReferences.keepBack(batch)));
    selfReferences.writing(write);
    return write;
  }

  @Override
  public List<RowOutcome> nextWaiting() {
    return selfReferences.next();
  }

  @Override
  public CompletionStage<List<OrphanedKey>> orphanedReferences(int limit) {
    return context.on(() -> new OrphanedKeys(session, plan).find(limit));
  }

  @Override
  public CompletionStage<Void> commit(LoadResult result) {
    return context.on(
        () -> {
          Throwable failure = writer.failure();
          ended =
              failure == null ? commit.commit(result, this::decide) : Future.failedFuture(failure);
          return ended;
        });
  }

  @Override
  public CompletionStage<Void> rollback() {
    return context.on(
        () -> {
          if (!deciding) {
            Throwable failure = writer.failure();
            decide();
            ended = commit.rollBack(failure);
          }
          return ended.otherwiseEmpty();
        });
  }

  /** From now on no row is written, and the load ends only once. */
  private void decide() {
    deciding = true;
    writer.stop();
    context.vertx().cancelTimer(keepAlive);
    references.close();
    selfReferences.close();
  }
}
