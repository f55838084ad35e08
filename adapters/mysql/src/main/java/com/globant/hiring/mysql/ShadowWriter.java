package com.globant.hiring.mysql;

import com.globant.hiring.application.LoadPlan;
import com.globant.hiring.application.LoadResult;
import com.globant.hiring.application.Written;
import com.globant.hiring.domain.Row;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Fills a {@link ShadowTable} over several connections side by side, which one transaction cannot.
 *
 * <p>The rows of the table that is loaded are of no matter: they are replaced, or there are none.
 * Thus the load alone knows which keys are duplicates.
 */
final class ShadowWriter implements RowTarget {
  /** A transaction of the lanes, so that none grows with the load. */
  private static final int ROWS_A_TRANSACTION = 100_000;

  private final Lanes lanes;
  private final LoadPlan plan;
  private final ShadowExchange exchange;
  private final SummaryChanges summaryChanges;
  private final String filled;
  private final RoaringBitmap taken = new RoaringBitmap();
  private final Map<Integer, String> inserts = new HashMap<>();
  private long batches;
  private int sinceCommit;
  private @Nullable Throwable failure;

  /**
   * @param session of the load
   */
  ShadowWriter(Session session, Lanes lanes, LoadPlan plan, ShadowExchange exchange) {
    this.lanes = lanes;
    this.plan = plan;
    this.exchange = exchange;
    // The load's own session must not read the table, or it would keep it from being exchanged.
    this.summaryChanges = new SummaryChanges(session, lanes.first(), plan);
    this.filled = ShadowTable.of(plan).filled();
  }

  @Override
  public Future<Written> write(List<Row> batch) {
    Tally tally = new Tally(plan);
    List<Row> fresh = new ArrayList<>(batch.size());
    for (Row row : batch) {
      if (taken.checkedAdd(row.key())) {
        fresh.add(row);
      } else {
        tally.duplicate(row);
      }
    }
    return inserted(fresh)
        .compose(
            nothing -> {
              tally.inserted(fresh);
              summaryChanges.inserted(fresh);
              return summaryChanges.spillIfLarge().onFailure(this::fail);
            })
        .map(nothing -> tally.written());
  }

  private Future<Void> inserted(List<Row> rows) {
    Session lane = lanes.get(batches++);
    Future<Void> inserted = RowWriter.inStatements(rows, some -> insert(lane, some));
    sinceCommit += rows.size();
    if (sinceCommit > ROWS_A_TRANSACTION) {
      sinceCommit = 0;
      lanes.query("COMMIT").onFailure(this::fail);
    }
    return inserted;
  }

  private Future<Void> insert(Session lane, List<Row> rows) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    String statement =
        inserts.computeIfAbsent(
            rows.size(), size -> Sql.insert(plan.schema(), plan.table(), filled, size));
    return lane.execute(statement, RowWriter.values(plan.table(), rows))
        .onFailure(this::fail)
        .mapEmpty();
  }

  @Override
  public SummaryChanges summaryChanges() {
    return summaryChanges;
  }

  @Override
  public void stop() {
    fail(new IllegalStateException("The load is over"));
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public Future<Void> prepare(LoadResult result) {
    return lanes.query("COMMIT").compose(nothing -> exchange.prepare(result));
  }

  @Override
  public Future<Void> publish() {
    return exchange.publish();
  }

  @Override
  public Future<Boolean> isCommitted() {
    return exchange.isCommitted();
  }

  @Override
  public Future<Void> release(boolean committed) {
    return exchange.release(committed);
  }

  @Override
  public void speak() {
    lanes.speak();
  }
}
