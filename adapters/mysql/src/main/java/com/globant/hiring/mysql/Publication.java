package com.globant.hiring.mysql;

import com.globant.hiring.application.LoadPlan;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * The last that a load does before its COMMIT: its part of the summary, and word that content has
 * changed.
 *
 * <p>All loads write the same few rows there, so that each waits for the COMMIT of another that is
 * just on its way. That of a hundred million rows takes longer than loads wait for rows otherwise,
 * and is no reason to refuse any of them.
 */
final class Publication {
  private static final Duration LONGEST_COMMIT = Duration.ofMinutes(10);

  private final Session session;
  private final LoadPlan plan;

  Publication(Session session, LoadPlan plan) {
    this.session = session;
    this.plan = plan;
  }

  Future<Void> of(SummaryChanges changes) {
    session.query("SET @lock_wait = @@SESSION.innodb_lock_wait_timeout");
    session.query("SET SESSION innodb_lock_wait_timeout = " + LONGEST_COMMIT.toSeconds());
    return summarised(changes)
        .compose(nothing -> announced())
        .eventually(() -> session.query("SET SESSION innodb_lock_wait_timeout = @lock_wait"));
  }

  private Future<Void> summarised(SummaryChanges changes) {
    if (!changes.areCounted()) {
      return Future.succeededFuture();
    }
    Future<?> emptied =
        plan.append()
            ? Future.succeededFuture()
            : session.query(SummarySql.deleteAll(plan.schema(), SummarySql.SUMMARY));
    return emptied.compose(nothing -> changes.addTo(SummarySql.SUMMARY));
  }

  private Future<Void> announced() {
    return session
        .execute(Sql.newVersion(plan.schema()), Tuple.of(plan.loadId(), plan.table().tableName()))
        .mapEmpty();
  }
}
