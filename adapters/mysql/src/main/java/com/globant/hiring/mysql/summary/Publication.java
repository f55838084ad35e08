package com.globant.hiring.mysql.summary;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The last that a load does before its COMMIT: word that the table's content has changed, and its
 * part of the summary.
 *
 * <p>All loads write the same few rows there, so that each waits for the COMMIT of another that is
 * just on its way. That of a hundred million rows takes longer than loads wait for rows otherwise,
 * and is no reason to refuse any of them.
 */
public final class Publication {
  private static final Duration LONGEST_COMMIT = Duration.ofMinutes(10);

  private final Session session;
  private final LoadPlan plan;
  private final SummaryChanges changes;

  public Publication(Session session, LoadPlan plan, SummaryChanges changes) {
    this.session = session;
    this.plan = plan;
    this.changes = changes;
  }

  public Future<Void> publish() {
    session.query("SET @lock_wait = @@SESSION.innodb_lock_wait_timeout");
    session.query("SET SESSION innodb_lock_wait_timeout = " + LONGEST_COMMIT.toSeconds());
    return (changes.areCounted() ? hires() : otherTable())
        .eventually(() -> session.query("SET SESSION innodb_lock_wait_timeout = @lock_wait"));
  }

  private Future<Void> otherTable() {
    return session
        .execute(ContentsSql.changed(plan.schema()), Tuple.of(plan.loadId(), plan.table().name()))
        .mapEmpty();
  }

  /** The version first, which is held from then on: of several loads, one at a time gets on. */
  private Future<Void> hires() {
    return session
        .query(ContentsSql.heldVersionOfHires(plan.schema()))
        .compose(held -> changes.isWholeContent(version(held)))
        .compose(whole -> whole ? replaced() : added());
  }

  private static @Nullable String version(RowSet<Row> rows) {
    return rows.size() == 0 ? null : rows.iterator().next().getString(0);
  }

  private Future<Void> replaced() {
    return session
        .query(SummarySql.deleteAll(plan.schema()))
        .compose(deleted -> changes.addToSummary())
        .compose(
            summarised ->
                session.execute(
                    ContentsSql.replacedHires(plan.schema()),
                    Tuple.of(plan.loadId(), changes.firstKey(), changes.lastKey())))
        .mapEmpty();
  }

  private Future<Void> added() {
    Integer first = changes.firstKey();
    Integer last = changes.lastKey();
    return changes
        .addToSummary()
        .compose(
            summarised ->
                first == null
                    ? otherTable()
                    : session
                        .execute(
                            ContentsSql.addedHires(plan.schema()),
                            Tuple.of(plan.loadId(), first, first, last, last, changes.wasRight()))
                        .mapEmpty());
  }
}
