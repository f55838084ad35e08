package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one load as INSERTs and UPDATEs, and how those are handled that conflict with others.
 *
 * <p>If the server refuses an INSERT of many rows because of a conflict, their primary keys are
 * looked up and locked, and the other rows are inserted again. For some batches after that, keys
 * are looked up first. If primary keys do not explain the conflict, or if only the database can
 * compare them, the rows are inserted one by one, and the server says which index is in the way.
 *
 * <p>Used on the context of the load's session.
 */
final class RowStatements {
  /** Batches whose keys are looked up after the last duplicate was found. */
  private static final int LOOK_UPS = 20;

  private final LoadStatements sending;
  private final LoadPlan plan;
  private final String into;
  private final UniqueIndexes indexes;
  private final SummaryChanges summaryChanges;
  private final boolean updates;

  /** Null if keys cannot be looked up, since only the database can compare them. */
  private final @Nullable TableKey lookedUp;

  private final Map<Integer, String> inserts = new HashMap<>();
  private final Map<Integer, String> upserts = new HashMap<>();
  private final String update;
  private final int[] columns;
  private final int[] updated;
  private final AtomicInteger lookUps = new AtomicInteger();

  /**
   * @param into name of the table that is written, which has the columns of the one that is loaded
   * @param inOrder whether rows must be written one after the other
   */
  RowStatements(
      LoadStatements sending,
      LoadPlan plan,
      String into,
      UniqueIndexes indexes,
      SummaryChanges summaryChanges,
      boolean inOrder) {
    this.sending = sending;
    this.plan = plan;
    this.into = into;
    this.indexes = indexes;
    this.summaryChanges = summaryChanges;
    this.updates = plan.duplicates() == DuplicateKeys.UPDATE;
    this.lookedUp = updates && inOrder ? null : indexes.comparablePrimaryKey().orElse(null);
    this.columns = IntStream.range(0, plan.table().columns().size()).toArray();
    this.update = Sql.update(plan.schema(), plan.table());
    this.updated =
        Sql.updateParameters(plan.table()).stream()
            .map(Column::name)
            .mapToInt(plan.table()::position)
            .toArray();
  }

  /** For any thread. */
  boolean areDuplicatesExpected() {
    return lookUps.get() > 0;
  }

  /**
   * After one duplicate, more are likely. To look up keys first costs less than refused files and
   * statements.
   */
  private void expectDuplicates() {
    lookUps.set(LOOK_UPS);
  }

  /** Inserts rows, after looking up their keys if that is worthwhile. */
  Future<Void> insert(Session session, List<Row> rows, BatchCounts counts) {
    if (!areDuplicatesExpected()) {
      return sending.cut(rows, some -> insertAll(session, some, counts));
    }
    lookUps.decrementAndGet();
    if (lookedUp == null) {
      return insertOneByOne(session, rows, counts);
    }
    List<Row> rest = new ArrayList<>(rows.size());
    return sending
        .cut(
            rows,
            some -> settle(session, lookedUp, some, counts).onSuccess(rest::addAll).mapEmpty())
        .compose(nothing -> sending.cut(rest, some -> insertAll(session, some, counts)));
  }

  private Future<Void> insertAll(Session session, List<Row> rows, BatchCounts counts) {
    return executeInsert(session, rows, counts)
        .recover(
            refusal -> {
              if (!DatabaseFailures.isDuplicateKey(refusal)) {
                return Future.failedFuture(refusal);
              }
              return lookedUp == null
                  ? insertOneByOne(session, rows, counts)
                  : insertNewOnes(session, lookedUp, rows, counts);
            });
  }

  private Future<Void> executeInsert(Session session, List<Row> rows, BatchCounts counts) {
    String sql =
        inserts.computeIfAbsent(
            rows.size(), size -> Sql.insert(plan.schema(), plan.table(), into, size));
    return sending
        .execute(session, sql, rows, columns)
        .onSuccess(
            nothing -> {
              counts.inserted(rows);
              summaryChanges.inserted(rows);
            });
  }

  /** The server has refused all of these rows because some of them conflict with others. */
  private Future<Void> insertNewOnes(
      Session session, TableKey key, List<Row> rows, BatchCounts counts) {
    return settle(session, key, rows, counts)
        .compose(
            rest ->
                rest.size() == rows.size()
                    ? insertOneByOne(session, rest, counts)
                    : sending.cut(rest, some -> insertAll(session, some, counts)));
  }

  /**
   * Locks the rows of the table that have the primary keys of some rows, and does with these what
   * the load does with duplicates.
   *
   * @return the other rows
   */
  private Future<List<Row>> settle(
      Session session, TableKey key, List<Row> rows, BatchCounts counts) {
    // The refused statement has shared locks; to ask for more than is needed would make loads that
    // pass over the same rows wait for each other.
    String lock = updates ? Sql.EXCLUSIVE : Sql.SHARED;
    return sending
        .unlessFailed(
            () ->
                key.among(session, plan.schema(), into, rows.stream().map(key::of).toList(), lock))
        .compose(
            existing -> {
              List<Row> there = new ArrayList<>();
              List<Row> rest = new ArrayList<>();
              rows.forEach(row -> (existing.contains(key.of(row)) ? there : rest).add(row));
              if (there.isEmpty()) {
                return Future.succeededFuture(rest);
              }
              expectDuplicates();
              if (updates) {
                return update(session, there, counts).map(rest);
              }
              there.forEach(counts::duplicate);
              return Future.succeededFuture(rest);
            });
  }

  /** Inserts rows in their order, each by a statement of its own. */
  Future<Void> insertOneByOne(Session session, List<Row> rows, BatchCounts counts) {
    Future<Void> before = Future.succeededFuture();
    List<Future<Void>> sent = new ArrayList<>(rows.size());
    for (Row row : rows) {
      before =
          updates
              ? before.compose(nothing -> insertOne(session, row, counts))
              : insertOne(session, row, counts);
      sent.add(before);
    }
    return Future.all(sent).mapEmpty();
  }

  private Future<Void> insertOne(Session session, Row row, BatchCounts counts) {
    return executeInsert(session, List.of(row), counts)
        .recover(
            refusal ->
                DatabaseFailures.isDuplicateKey(refusal)
                    ? conflict(session, row, counts, refusal)
                    : Future.failedFuture(refusal));
  }

  private Future<Void> conflict(Session session, Row row, BatchCounts counts, Throwable refusal) {
    Optional<UniqueIndexes.Index> index = indexes.violated(refusal);
    if (index.isEmpty()) {
      sending.fail(refusal);
      return Future.failedFuture(refusal);
    }
    expectDuplicates();
    if (!index.get().primaryKey()) {
      counts.notUnique(row, index.get());
      return Future.succeededFuture();
    }
    if (updates) {
      return update(session, List.of(row), counts);
    }
    counts.duplicate(row);
    return Future.succeededFuture();
  }

  /** Rows whose primary keys are in the table, where this load has locked or inserted them. */
  Future<Void> update(Session session, List<Row> rows, BatchCounts counts) {
    if (!summaryChanges.areCounted()) {
      return overwrite(session, rows, counts).mapEmpty();
    }
    // All of them are read before any is changed, since keys may repeat from statement to
    // statement.
    Map<Integer, Hire> former = new HashMap<>();
    return sending
        .cut(
            rows,
            some ->
                sending
                    .unlessFailed(() -> summaryChanges.former(some))
                    .onSuccess(former::putAll)
                    .mapEmpty())
        .compose(nothing -> overwrite(session, rows, counts))
        .onSuccess(changed -> summaryChanges.updated(changed, former))
        .mapEmpty();
  }

  /** The rows that the table has now. */
  private Future<List<Row>> overwrite(Session session, List<Row> rows, BatchCounts counts) {
    if (indexes.hasFurther()) {
      // Then rows are written one after the other.
      return updateOne(session, rows.get(0), counts);
    }
    return sending
        .cut(rows, some -> upsert(session, some))
        .onSuccess(nothing -> counts.updated(rows))
        .map(rows);
  }

  private Future<Void> upsert(Session session, List<Row> rows) {
    String sql =
        upserts.computeIfAbsent(
            rows.size(), size -> Sql.insertOrUpdate(plan.schema(), plan.table(), size));
    return sending.execute(session, sql, rows, columns);
  }

  /** ON DUPLICATE KEY UPDATE would change the row of whichever index is in the way. */
  private Future<List<Row>> updateOne(Session session, Row row, BatchCounts counts) {
    List<Row> rows = List.of(row);
    return sending
        .execute(session, update, rows, updated)
        .onSuccess(nothing -> counts.updated(rows))
        .map(rows)
        .recover(
            refusal -> {
              Optional<UniqueIndexes.Index> index = indexes.violated(refusal);
              if (!DatabaseFailures.isDuplicateKey(refusal) || index.isEmpty()) {
                sending.fail(refusal);
                return Future.failedFuture(refusal);
              }
              counts.notUnique(row, index.get());
              return Future.succeededFuture(List.of());
            });
  }
}
