package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.keys.SqlValues;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one load as INSERTs and UPDATEs over one session, and how those are handled that
 * conflict with others.
 *
 * <p>If the server refuses an INSERT of many rows because of a conflict, their primary keys are
 * looked up and locked, and the other rows are inserted again. For some batches after that, keys
 * are looked up first. If primary keys do not explain the conflict, or if only the database can
 * compare them, the rows are inserted one by one, and the server says which index is in the way.
 *
 * <p>Used on one thread, which waits for the answers.
 */
final class RowStatements {
  /** Longer statements cost the server more for each row, shorter ones more for each statement. */
  private static final int ROWS_A_STATEMENT = 100;

  private final LoadStatements sending;
  private final Session session;
  private final RowTarget target;
  private final String schema;
  private final Table table;
  private final UniqueIndexes indexes;
  private final SummaryChanges summaryChanges;
  private final boolean updates;
  private final boolean inOrder;

  /** Null if keys cannot be looked up, since only the database can compare them. */
  private final @Nullable TableKey lookedUp;

  private final Map<Integer, String> inserts = new HashMap<>();
  private final Map<Integer, String> upserts = new HashMap<>();
  private final String update;
  private final int[] columns;
  private final int[] updated;

  RowStatements(
      LoadStatements sending, Session session, RowTarget target, SummaryChanges summaryChanges) {
    this.sending = sending;
    this.session = session;
    this.target = target;
    this.schema = target.plan().schema();
    this.table = target.plan().table();
    this.indexes = target.indexes();
    this.summaryChanges = summaryChanges;
    this.updates = target.updates();
    this.inOrder = target.inOrder();
    this.lookedUp = updates && inOrder ? null : indexes.comparablePrimaryKey().orElse(null);
    this.columns = IntStream.range(0, table.columns().size()).toArray();
    this.update = Sql.update(schema, table);
    this.updated =
        Sql.updateParameters(table).stream().map(Column::name).mapToInt(table::position).toArray();
  }

  /** Inserts rows, after looking up their keys if that is worthwhile. */
  void insert(List<Row> rows, Batch batch) {
    if (!sending.areDuplicatesExpected()) {
      insertTogether(rows, batch);
      return;
    }
    sending.lookedUp();
    if (lookedUp == null) {
      insertOneByOne(rows, batch);
    } else {
      insertTogether(settle(lookedUp, rows, batch), batch);
    }
  }

  private void insertTogether(List<Row> rows, Batch batch) {
    List<List<Row>> statements = cut(rows);
    if (inOrder) {
      statements.forEach(some -> insertAll(List.of(some), batch));
    } else {
      insertAll(statements, batch);
    }
  }

  /** Cuts rows into statements of about the same size, so that there are few sizes to prepare. */
  private static List<List<Row>> cut(List<Row> rows) {
    int statements = (rows.size() + ROWS_A_STATEMENT - 1) / ROWS_A_STATEMENT;
    return IntStream.range(0, statements)
        .mapToObj(
            i -> rows.subList(i * rows.size() / statements, (i + 1) * rows.size() / statements))
        .toList();
  }

  /** Sends an INSERT for each group of rows, then repairs those that the server has refused. */
  private void insertAll(List<List<Row>> groups, Batch batch) {
    List<Future<Void>> answers = executeInserts(groups, batch);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).succeeded()) {
        continue;
      }
      List<Row> refused = groups.get(i);
      List<Row> rest = lookedUp == null ? refused : settle(lookedUp, refused, batch);
      if (rest.size() == refused.size()) {
        insertOneByOne(rest, batch);
      } else {
        insertTogether(rest, batch);
      }
    }
  }

  private List<Future<Void>> executeInserts(List<List<Row>> groups, Batch batch) {
    List<Future<Void>> answers =
        sending.runAll(
            statements(
                groups,
                rows ->
                    inserts.computeIfAbsent(
                        rows, size -> Sql.insert(schema, table, target.name(), size)),
                columns));
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).succeeded()) {
        batch.inserted(groups.get(i));
        summaryChanges.inserted(groups.get(i));
      }
    }
    return answers;
  }

  /**
   * A statement for each group of rows, whose parameters are their values, row by row.
   *
   * @param sql for a number of rows
   * @param columns positions of the values in each row
   */
  private List<Supplier<Future<Void>>> statements(
      List<List<Row>> groups, Function<Integer, String> sql, int[] columns) {
    List<Supplier<Future<Void>>> statements = new ArrayList<>(groups.size());
    for (List<Row> rows : groups) {
      Object[] values = new Object[rows.size() * columns.length];
      int at = 0;
      for (Row row : rows) {
        for (int column : columns) {
          values[at++] = SqlValues.parameter(row.value(column));
        }
      }
      String text = sql.apply(rows.size());
      statements.add(() -> session.execute(text, Tuple.wrap(values)).mapEmpty());
    }
    return statements;
  }

  /**
   * Locks the rows of the table that have the primary keys of some rows, and does with these what
   * the load does with duplicates.
   *
   * @return the other rows
   */
  private List<Row> settle(TableKey key, List<Row> rows, Batch batch) {
    // The refused statement has shared locks; to ask for more than is needed would make loads that
    // pass over the same rows wait for each other.
    String lock = updates ? Sql.EXCLUSIVE : Sql.SHARED;
    List<Supplier<Future<Set<Object>>>> lookUps = new ArrayList<>();
    for (List<Row> some : cut(rows)) {
      List<Object> keys = some.stream().map(key::of).toList();
      lookUps.add(() -> key.among(session, schema, target.name(), keys, lock));
    }
    Set<Object> existing = new HashSet<>();
    sending.results(lookUps).forEach(existing::addAll);
    List<Row> there = new ArrayList<>();
    List<Row> rest = new ArrayList<>();
    rows.forEach(row -> (existing.contains(key.of(row)) ? there : rest).add(row));
    if (!there.isEmpty()) {
      sending.expectDuplicates();
      if (updates) {
        update(there, batch);
      } else {
        there.forEach(batch::duplicate);
      }
    }
    return rest;
  }

  /** Rows that share a key with earlier ones, all of which are written. */
  void repeated(List<Row> rows, Batch batch) {
    if (updates && !rows.isEmpty()) {
      update(rows, batch);
    } else {
      insertOneByOne(rows, batch);
    }
  }

  /** Inserts rows in their order, each by a statement of its own. */
  private void insertOneByOne(List<Row> rows, Batch batch) {
    List<List<Row>> groups = rows.stream().map(List::of).toList();
    if (updates) {
      groups.forEach(one -> insertSingles(List.of(one), batch));
    } else {
      insertSingles(groups, batch);
    }
  }

  private void insertSingles(List<List<Row>> groups, Batch batch) {
    List<Future<Void>> answers = executeInserts(groups, batch);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).failed()) {
        conflict(groups.get(i).get(0), batch, violated(answers.get(i).cause()));
      }
    }
  }

  private void conflict(Row row, Batch batch, UniqueIndexes.Index index) {
    sending.expectDuplicates();
    if (!index.primaryKey()) {
      batch.notUnique(row, index);
    } else if (updates) {
      update(List.of(row), batch);
    } else {
      batch.duplicate(row);
    }
  }

  /** The index that a statement about one row violates; fails if none is known. */
  private UniqueIndexes.Index violated(Throwable refusal) {
    Optional<UniqueIndexes.Index> index = indexes.violated(refusal);
    if (index.isEmpty()) {
      sending.fail(refusal);
      throw BlockingSession.unchecked(refusal);
    }
    return index.get();
  }

  /** Rows whose primary keys are in the table, where this load has locked or inserted them. */
  private void update(List<Row> rows, Batch batch) {
    if (!summaryChanges.areCounted()) {
      overwrite(rows, batch);
      return;
    }
    // All of them are read before any is changed, since keys may repeat from statement to
    // statement.
    Map<Integer, Hire> former = new HashMap<>();
    List<Supplier<Future<Map<Integer, Hire>>>> reads = new ArrayList<>();
    cut(rows).forEach(some -> reads.add(() -> summaryChanges.former(some)));
    sending.results(reads).forEach(former::putAll);
    summaryChanges.updated(overwrite(rows, batch), former);
  }

  /** The rows that the table has now. */
  private List<Row> overwrite(List<Row> rows, Batch batch) {
    if (indexes.hasFurther()) {
      // Then rows are written one after the other.
      return updateOne(rows.get(0), batch);
    }
    sending.results(
        statements(
            cut(rows),
            count ->
                upserts.computeIfAbsent(count, size -> Sql.insertOrUpdate(schema, table, size)),
            columns));
    batch.updated(rows);
    return rows;
  }

  /** ON DUPLICATE KEY UPDATE would change the row of whichever index is in the way. */
  private List<Row> updateOne(Row row, Batch batch) {
    List<Row> rows = List.of(row);
    Future<Void> answer = sending.runAll(statements(List.of(rows), one -> update, updated)).get(0);
    if (answer.failed()) {
      batch.notUnique(row, violated(answer.cause()));
      return List.of();
    }
    batch.updated(rows);
    return rows;
  }
}
