package com.globant.hiring.mysql.load;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadResult;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.connection.Stages;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.rows.RowTarget;
import com.globant.hiring.mysql.summary.Publication;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A load in a transaction of its own connection. All that it does is done on its context. */
final class MySqlLoadTransaction implements LoadTransaction {
  private final Context context;
  private final Session session;
  private final LoadPlan plan;
  private final RecordLock record;
  private final Map<Table, KeySet> references;
  private final RowTarget target;
  private final long signsOfLife;
  private @Nullable Future<Void> ended;

  MySqlLoadTransaction(
      Context context,
      Session session,
      LoadPlan plan,
      RecordLock record,
      Map<Table, KeySet> references,
      RowTarget target,
      Duration signsOfLife) {
    this.context = context;
    this.session = session;
    this.plan = plan;
    this.record = record;
    this.references = references;
    this.target = target;
    // Begun on the context, so the timer fires there.
    this.signsOfLife = context.owner().setPeriodic(signsOfLife.toMillis(), this::speak);
  }

  @Override
  public Map<Table, KeySet> references() {
    return references;
  }

  @Override
  public CompletionStage<Written> write(List<Row> batch) {
    return on(target.write(batch));
  }

  @Override
  public CompletionStage<List<Integer>> orphanedReferences(int limit) {
    String orphans = Sql.orphans(plan.schema(), plan.table());
    if (orphans.isEmpty()) {
      return on(() -> Future.succeededFuture(List.of()));
    }
    return on(
        () ->
            session
                .execute(orphans, Tuple.of(limit))
                .map(
                    rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                            .map(row -> row.getInteger(0))
                            .toList()));
  }

  @Override
  public CompletionStage<Void> commit(LoadResult result) {
    return on(
        () ->
            recorded(result)
                .compose(nothing -> target.prepare(result))
                .compose(
                    nothing -> new Publication(session, plan, target.summaryChanges()).publish())
                .compose(nothing -> target.publish())
                .compose(nothing -> committed()));
  }

  private Future<Void> recorded(LoadResult result) {
    Throwable failure = target.failure();
    return failure != null ? Future.failedFuture(failure) : record.commit(result);
  }

  private Future<Void> committed() {
    end();
    ended =
        session
            .query("COMMIT")
            .compose(
                done -> session.giveBack(),
                failure -> session.discard().compose(nothing -> resolved(failure)))
            .compose(
                done -> target.release(true),
                failure -> target.release(false).compose(nothing -> Future.failedFuture(failure)));
    return ended;
  }

  /** The answer to the COMMIT is missing, or is an error, after which anything may be true. */
  private Future<Void> resolved(Throwable failure) {
    return target
        .isCommitted()
        .compose(committed -> committed ? Future.succeededFuture() : Future.failedFuture(failure));
  }

  @Override
  public CompletionStage<Void> rollback() {
    return on(
        () -> {
          if (ended == null) {
            Throwable failure = target.failure();
            end();
            // In this order, since tables that the session has read cannot be dropped before.
            ended = session.rollBack(failure).compose(nothing -> target.release(false));
          }
          return ended.otherwiseEmpty();
        });
  }

  private void end() {
    target.stop();
    context.owner().cancelTimer(signsOfLife);
  }

  /** Keeps the connection of a load alive whose client takes its time. */
  private void speak(long timer) {
    session.speak();
    target.speak();
  }

  private <T> CompletionStage<T> on(Supplier<Future<T>> action) {
    return Stages.on(
        context,
        action,
        failure ->
            DatabaseFailures.translated(
                failure,
                "another load, or another client, writes the same rows of %s; repeat this load when that has ended"
                    .formatted(plan.table().name())));
  }
}
