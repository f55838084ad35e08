package com.globant.hiring.mysql;

import com.globant.hiring.application.load.DuplicateKeys;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Inserts the rows of one load, many in a statement and many statements under way.
 *
 * <p>That a key is new is assumed and repaired if it is not: a statement with a key that the table
 * has is refused as a whole, so its keys are looked up and locked, and the rest is inserted again.
 * After that, keys are looked up first for a while. Rows whose key came earlier in the file never
 * get into those statements. So no two of them share a key, and it does not matter in which order
 * repairs come about; only where repeated keys update must a batch wait for those before it.
 *
 * <p>Used on the context of its session.
 */
final class RowWriter implements RowTarget {
  /**
   * How often rows may be refused as duplicates though none of their keys is in the table: somebody
   * may have deleted the one that was, but hardly more often than this.
   */
  private static final int MISSES = 3;

  /** Longer statements cost the server more for each row, shorter ones more for each statement. */
  static final int ROWS_A_STATEMENT = 100;

  /** Batches whose keys are looked up after the last duplicate was found. */
  private static final int LOOK_UPS = 20;

  /** Fewer rows wait for no turn, and are not worth a file. */
  private static final int MANY = 500;

  private final Session session;
  private final LoadPlan plan;
  private final CommitOutcome outcome;
  private final FileInserts files;
  private final Turns turns;
  private final SummaryChanges summaryChanges;
  private final RoaringBitmap taken = new RoaringBitmap();
  private final Map<Integer, String> inserts = new HashMap<>();
  private final Map<Integer, String> updates = new HashMap<>();
  private Future<Void> before = Future.succeededFuture();
  private int lookUps;
  private @Nullable Throwable failure;

  RowWriter(Session session, LoadPlan plan, CommitOutcome outcome, RowFiles files) {
    this.session = session;
    this.plan = plan;
    this.outcome = outcome;
    this.files = new FileInserts(files, plan, plan.table().name(), List.of(session), false);
    this.turns = files.turns();
    this.summaryChanges = new SummaryChanges(session, session, plan);
  }

  @Override
  public SummaryChanges summaryChanges() {
    return summaryChanges;
  }

  /** No statement is sent from now on, not even to repair one that is under way. */
  @Override
  public void stop() {
    fail(new IllegalStateException("The load is over"));
    files.stop();
  }

  @Override
  public Future<Void> release(boolean committed) {
    return files.close();
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public Future<Boolean> isCommitted() {
    return outcome.isCommitted(plan);
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  @Override
  public Future<Written> write(List<Row> batch) {
    Tally tally = new Tally(plan);
    List<Row> fresh = new ArrayList<>(batch.size());
    List<Row> repeated = new ArrayList<>();
    for (Row row : batch) {
      if (taken.checkedAdd(row.key())) {
        fresh.add(row);
      } else if (plan.duplicates() == DuplicateKeys.UPDATE) {
        repeated.add(row);
      } else {
        tally.duplicate(row);
      }
    }
    Future<Void> inserted = insert(fresh, tally);
    if (plan.duplicates() == DuplicateKeys.UPDATE) {
      Future<Void> former = before;
      before = inserted.compose(nothing -> former).compose(nothing -> update(repeated, tally));
      inserted = before;
    }
    return inserted
        .compose(nothing -> unlessFailed(summaryChanges::spillIfLarge))
        .map(nothing -> tally.written());
  }

  /** Rows whose keys are new to the load. */
  private Future<Void> insert(List<Row> rows, Tally tally) {
    if (lookUps == 0 || rows.isEmpty()) {
      return insertNew(rows, tally);
    }
    lookUps--;
    List<Row> rest = new ArrayList<>(rows.size());
    return turns
        .take(
            () ->
                inStatements(
                    rows, some -> settleThere(some, tally).onSuccess(rest::addAll).mapEmpty()))
        .compose(nothing -> insertNew(rest, tally));
  }

  /** Rows whose keys are taken to be new to the table as well. */
  private Future<Void> insertNew(List<Row> rows, Tally tally) {
    if (rows.size() < MANY) {
      return insertByStatements(rows, tally);
    }
    if (!files.areWorthwhile()) {
      return turns.take(() -> insertByStatements(rows, tally));
    }
    return unlessFailed(() -> files.insert(rows))
        .compose(
            inserted -> {
              if (!inserted) {
                return turns.take(() -> insertByStatements(rows, tally));
              }
              inserted(rows, tally);
              return Future.succeededFuture();
            });
  }

  private Future<Void> insertByStatements(List<Row> rows, Tally tally) {
    return inStatements(rows, some -> insert(some, tally, 0));
  }

  private Future<Void> insert(List<Row> rows, Tally tally, int misses) {
    return execute(inserts, size -> Sql.insert(plan.schema(), plan.table(), size), rows)
        .onSuccess(nothing -> inserted(rows, tally))
        .recover(
            refusal ->
                DatabaseFailures.isDuplicateKey(refusal) && misses < MISSES
                    ? insertTheNewOf(rows, tally, misses)
                    : Future.failedFuture(refusal));
  }

  private void inserted(List<Row> rows, Tally tally) {
    tally.inserted(rows);
    summaryChanges.inserted(rows);
  }

  /** The server has refused all of these rows because some of their keys are in the table. */
  private Future<Void> insertTheNewOf(List<Row> rows, Tally tally, int misses) {
    return settleThere(rows, tally)
        .compose(
            rest -> {
              int missed = rest.size() == rows.size() ? misses + 1 : 0;
              return inStatements(rest, some -> insert(some, tally, missed));
            });
  }

  /**
   * Locks the rows of the table that have the keys of some rows, and does with these what the load
   * does with duplicates.
   *
   * @return the other rows
   */
  private Future<List<Row>> settleThere(List<Row> rows, Tally tally) {
    boolean update = plan.duplicates() == DuplicateKeys.UPDATE;
    // The refused statement has shared locks; to ask for more than is needed would make loads that
    // pass over the same rows wait for each other.
    String lock = update ? Sql.EXCLUSIVE : Sql.SHARED;
    return unlessFailed(
            () ->
                ReferenceKeys.keysAmong(
                    session, plan.schema(), plan.table(), rows.stream().mapToInt(Row::key), lock))
        .compose(
            existing -> {
              List<Row> there = new ArrayList<>();
              List<Row> rest = new ArrayList<>();
              rows.forEach(row -> (existing.contains(row.key()) ? there : rest).add(row));
              if (there.isEmpty()) {
                return Future.succeededFuture(rest);
              }
              expectDuplicates();
              if (update) {
                return update(there, tally).map(rest);
              }
              there.forEach(tally::duplicate);
              return Future.succeededFuture(rest);
            });
  }

  /**
   * Duplicates seldom come alone, and it costs less to look for them first than to have files and
   * statements refused because of them.
   */
  private void expectDuplicates() {
    if (lookUps == 0) {
      files.tryAgain();
    }
    lookUps = LOOK_UPS;
  }

  /** Rows whose keys are in the table, where this load has locked or inserted them. */
  private Future<Void> update(List<Row> rows, Tally tally) {
    if (!summaryChanges.areCounted()) {
      return overwrite(rows, tally);
    }
    // All of them are read before any is changed, since keys may repeat from statement to
    // statement.
    Map<Integer, Hire> former = new HashMap<>();
    return inStatements(
            rows,
            some ->
                unlessFailed(() -> summaryChanges.former(some))
                    .onSuccess(former::putAll)
                    .mapEmpty())
        .compose(nothing -> overwrite(rows, tally))
        .onSuccess(nothing -> summaryChanges.updated(rows, former));
  }

  private Future<Void> overwrite(List<Row> rows, Tally tally) {
    return inStatements(
        rows,
        some ->
            execute(updates, size -> Sql.insertOrUpdate(plan.schema(), plan.table(), size), some)
                .onSuccess(nothing -> tally.updated(some)));
  }

  /** Cuts rows into statements of about the same size, so that there are few sizes to prepare. */
  static Future<Void> inStatements(List<Row> rows, Function<List<Row>, Future<Void>> statement) {
    int statements = (rows.size() + ROWS_A_STATEMENT - 1) / ROWS_A_STATEMENT;
    if (statements == 0) {
      return Future.succeededFuture();
    }
    List<Future<Void>> sent = new ArrayList<>(statements);
    for (int i = 0; i < statements; i++) {
      sent.add(
          statement.apply(
              rows.subList(i * rows.size() / statements, (i + 1) * rows.size() / statements)));
    }
    return Future.all(sent).mapEmpty();
  }

  private Future<Void> execute(
      Map<Integer, String> texts, IntFunction<String> text, List<Row> rows) {
    return unlessFailed(
        () ->
            session
                .execute(
                    texts.computeIfAbsent(rows.size(), text::apply), values(plan.table(), rows))
                .mapEmpty());
  }

  private <T> Future<T> unlessFailed(Supplier<Future<T>> statement) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    return statement
        .get()
        .onFailure(
            refusal -> {
              if (!DatabaseFailures.isDuplicateKey(refusal)) {
                fail(refusal);
              }
            });
  }

  /** The parameters of {@link Sql#insert}. */
  static Tuple values(Table table, List<Row> rows) {
    int columns = table.columns().size();
    Object[] values = new Object[rows.size() * columns];
    int at = 0;
    for (Row row : rows) {
      for (int column = 0; column < columns; column++) {
        values[at++] = row.value(column);
      }
    }
    return Tuple.wrap(values);
  }
}
