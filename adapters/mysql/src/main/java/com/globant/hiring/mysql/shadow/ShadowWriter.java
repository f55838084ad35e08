package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.BulkConnections;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.rows.BatchCounts;
import com.globant.hiring.mysql.rows.FileInserts;
import com.globant.hiring.mysql.rows.RowFiles;
import com.globant.hiring.mysql.rows.RowTarget;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.rows.StoredBatch;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Fills a {@link ShadowTable} over several connections side by side, which one transaction cannot.
 *
 * <p>The loaded table is empty or is replaced. So duplicates can only be within the file, and the
 * database is not asked for them.
 */
final class ShadowWriter implements RowTarget {
  /**
   * Bulk connections commit after this many rows, so that transactions do not grow with the load.
   */
  private static final int ROWS_A_TRANSACTION = 100_000;

  private final BulkConnections bulk;
  private final LoadPlan plan;
  private final FileInserts files;
  private final SummaryChanges summaryChanges;
  private final String filled;
  private final RoaringBitmap taken = new RoaringBitmap();
  private final Map<Integer, String> inserts = new HashMap<>();
  private long batches;
  private int sinceCommit;
  private @Nullable Throwable failure;

  ShadowWriter(BulkConnections bulk, LoadPlan plan, RowFiles files) {
    this.bulk = bulk;
    this.plan = plan;
    this.summaryChanges = new SummaryChanges(bulk.first(), plan, false);
    this.filled = ShadowTable.of(plan).filled();
    this.files = new FileInserts(files, plan, filled, bulk.all(), () -> true);
  }

  @Override
  public Supplier<Future<Written>> write(List<Row> batch) {
    BatchCounts counts = new BatchCounts(plan);
    List<Row> fresh = new ArrayList<>(batch.size());
    for (Row row : batch) {
      if (taken.checkedAdd(row.key())) {
        fresh.add(row);
      } else {
        counts.duplicate(row);
      }
    }
    counts.inserted(fresh);
    Supplier<Future<Void>> inserting = inserting(fresh);
    return () -> {
      summaryChanges.inserted(fresh);
      Future<Void> inserted = inserting.get();
      commitFrom(fresh.size());
      return inserted
          .compose(nothing -> summaryChanges.spillIfLarge())
          .onFailure(this::fail)
          .map(nothing -> counts.written());
    };
  }

  private Supplier<Future<Void>> inserting(List<Row> rows) {
    if (rows.isEmpty()) {
      return Future::succeededFuture;
    }
    StoredBatch stored = files.store(rows, this::insertByStatements);
    return stored == null
        ? files.inMemory(() -> insertByStatements(bulk.get(batches++), rows))
        : () -> files.insert(stored).mapEmpty();
  }

  private Future<Void> insertByStatements(Session lane, List<Row> rows) {
    return RowWriter.inStatements(rows, some -> insert(lane, some));
  }

  private void commitFrom(int rows) {
    sinceCommit += rows;
    if (sinceCommit > ROWS_A_TRANSACTION) {
      sinceCommit = 0;
      bulk.query("COMMIT").onFailure(this::fail);
    }
  }

  private Future<Void> insert(Session first, List<Row> rows) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    String statement =
        inserts.computeIfAbsent(
            rows.size(), size -> Sql.insert(plan.schema(), plan.table(), filled, size));
    return first
        .execute(statement, RowWriter.values(plan.table(), rows))
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
    files.stop();
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

  /** Commits all rows and their counts. */
  Future<Void> flush() {
    return files
        .flush()
        .compose(nothing -> summaryChanges.write())
        .compose(nothing -> bulk.query("COMMIT"))
        .compose(
            nothing -> failure == null ? Future.succeededFuture() : Future.failedFuture(failure));
  }

  @Override
  public Future<Void> close() {
    return files.close();
  }
}
