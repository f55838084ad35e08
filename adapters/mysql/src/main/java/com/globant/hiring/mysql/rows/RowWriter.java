package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.DuplicateKeys;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Inserts the rows of one load: in files, and in INSERTs if they are few or the server refuses a
 * file. Either over the load's session into the table itself, or over several sessions into a new
 * table, which one transaction cannot.
 *
 * <p>Keys are assumed to be new. If the server refuses an INSERT because one of its keys exists,
 * the keys are looked up and locked, and the other rows are inserted again. For some batches after
 * that, keys are looked up first. Rows whose key came earlier in the file are never inserted. So no
 * two statements share a key, and their order does not matter. Only if repeated keys update, a
 * batch waits for those before it.
 *
 * <p>Used on the context of its session, except for {@link #write}.
 */
public final class RowWriter {
  /**
   * How often rows may be refused as duplicates although none of their keys is in the table.
   * Another client may have deleted the row meanwhile, but hardly more often than this.
   */
  private static final int MISSES = 3;

  /** Longer statements cost the server more for each row, shorter ones more for each statement. */
  static final int ROWS_A_STATEMENT = 100;

  /** Batches whose keys are looked up after the last duplicate was found. */
  private static final int LOOK_UPS = 20;

  /** Fewer rows are not limited, and are inserted by INSERTs if no file is being filled. */
  private static final int MANY = 500;

  /**
   * Sessions that fill a new table commit after this many rows, so that transactions do not grow
   * with the load.
   */
  private static final int ROWS_A_TRANSACTION = 100_000;

  private final List<Session> sessions;
  private final LoadPlan plan;
  private final String into;
  private final boolean isNew;
  private final FileInserts files;
  private final WriteLimiter limiter;
  private final SummaryChanges summaryChanges;
  private final RoaringBitmap taken = new RoaringBitmap();
  private final Map<Integer, String> inserts = new HashMap<>();
  private final Map<Integer, String> updates = new HashMap<>();
  private Future<Void> before = Future.succeededFuture();
  private int turn;
  private int sinceCommit;
  private final AtomicInteger lookUps = new AtomicInteger();
  private @Nullable Throwable failure;

  private RowWriter(
      List<Session> sessions, LoadPlan plan, String into, boolean isNew, RowFiles files) {
    this.sessions = sessions;
    this.plan = plan;
    this.into = into;
    this.isNew = isNew;
    this.files = new FileInserts(files, plan, into, sessions, () -> !areDuplicatesExpected());
    this.limiter = files.limiter();
    this.summaryChanges = new SummaryChanges(sessions.get(0), plan, !isNew);
  }

  /** Writes into the table itself, in the transaction of the load. */
  public static RowWriter inPlace(Session session, LoadPlan plan, RowFiles files) {
    return new RowWriter(List.of(session), plan, plan.table().name(), false, files);
  }

  /**
   * Fills a table that is new and empty, and commits from time to time.
   *
   * @param into the name of the table, which has the columns of the loaded one
   */
  public static RowWriter ofNewTable(
      List<Session> sessions, LoadPlan plan, String into, RowFiles files) {
    return new RowWriter(sessions, plan, into, true, files);
  }

  /** The counts of the rows written so far. */
  public SummaryChanges summaryChanges() {
    return summaryChanges;
  }

  /** No statement is sent from now on, not even to repair one that is under way. */
  public void stop() {
    fail(new IllegalStateException("The load is over"));
    files.stop();
  }

  /** Commits all rows of a new table, and their counts. */
  public Future<Void> flush() {
    return files
        .flush()
        .compose(nothing -> summaryChanges.write())
        .compose(nothing -> commit())
        .compose(
            nothing -> failure == null ? Future.succeededFuture() : Future.failedFuture(failure));
  }

  private void commitFrom(int rows) {
    sinceCommit += rows;
    if (isNew && sinceCommit > ROWS_A_TRANSACTION) {
      sinceCommit = 0;
      commit().onFailure(this::fail);
    }
  }

  private Future<Void> commit() {
    return Future.join(sessions.stream().map(session -> session.query("COMMIT")).toList())
        .mapEmpty();
  }

  /** Releases all but connections. Never fails. */
  public Future<Void> close() {
    return files.close();
  }

  /**
   * What has failed, or null. A load with a failed statement must not be committed: after a
   * deadlock, what had been written before is gone.
   */
  public @Nullable Throwable failure() {
    return failure;
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /**
   * Takes a batch. Called on the load's thread, one call at a time; may block for a disk.
   *
   * @return the rest of the work, to be done on the context in the order of the calls; its result
   *     is as of {@link com.globant.hiring.application.load.RowSink#write}
   */
  public Supplier<Future<Written>> write(List<Row> batch) {
    BatchCounts counts = new BatchCounts(plan);
    List<Row> fresh = new ArrayList<>(batch.size());
    List<Row> repeated = new ArrayList<>();
    for (Row row : batch) {
      if (taken.checkedAdd(row.key())) {
        fresh.add(row);
      } else if (plan.duplicates() == DuplicateKeys.UPDATE) {
        repeated.add(row);
      } else {
        counts.duplicate(row);
      }
    }
    Supplier<Future<Void>> inserting = insert(fresh, counts);
    return () -> {
      Future<Void> inserted = inserting.get();
      commitFrom(fresh.size());
      if (plan.duplicates() == DuplicateKeys.UPDATE) {
        Future<Void> former = before;
        before = inserted.compose(nothing -> former).compose(nothing -> update(repeated, counts));
        inserted = before;
      }
      return inserted
          .compose(nothing -> unlessFailed(summaryChanges::spillIfLarge))
          .map(nothing -> counts.written());
    };
  }

  /** Inserts rows whose keys are new to the load: in a file, unless they are few. */
  private Supplier<Future<Void>> insert(List<Row> rows, BatchCounts counts) {
    boolean few = rows.size() < MANY && files.isEmpty();
    StoredBatch stored =
        few || areDuplicatesExpected()
            ? null
            : files.store(rows, (session, read) -> insertRefused(session, read, counts));
    if (stored == null) {
      Session session = sessions.get(turn++ % sessions.size());
      Supplier<Future<Void>> statements = () -> insertNew(session, rows, counts);
      return files.inMemory(few ? statements : () -> limiter.run(statements));
    }
    // Numbers alone: the rows must not stay in memory until the server has loaded their file.
    int size = rows.size();
    int incomplete = BatchCounts.incomplete(rows);
    return () -> {
      summaryChanges.inserted(rows);
      return unlessFailed(() -> files.insert(stored))
          .onSuccess(
              loaded -> {
                if (loaded) {
                  counts.inserted(size, incomplete);
                }
              })
          .mapEmpty();
    };
  }

  /** Rows of a file that was refused, or of one that was not worth trying. */
  private Future<Void> insertRefused(Session session, List<Row> rows, BatchCounts counts) {
    summaryChanges.notInserted(rows);
    return insertNew(session, rows, counts);
  }

  /** Inserts rows by statements, after looking up their keys if that is worthwhile. */
  private Future<Void> insertNew(Session session, List<Row> rows, BatchCounts counts) {
    if (!areDuplicatesExpected()) {
      return insertByStatements(session, rows, counts);
    }
    lookUps.decrementAndGet();
    List<Row> rest = new ArrayList<>(rows.size());
    return inStatements(
            rows, some -> settleThere(session, some, counts).onSuccess(rest::addAll).mapEmpty())
        .compose(nothing -> insertByStatements(session, rest, counts));
  }

  private Future<Void> insertByStatements(Session session, List<Row> rows, BatchCounts counts) {
    return inStatements(rows, some -> insert(session, some, counts, 0));
  }

  private Future<Void> insert(Session session, List<Row> rows, BatchCounts counts, int misses) {
    return execute(
            session, inserts, size -> Sql.insert(plan.schema(), plan.table(), into, size), rows)
        .onSuccess(nothing -> inserted(rows, counts))
        .recover(
            refusal ->
                DatabaseFailures.isDuplicateKey(refusal) && misses < MISSES
                    ? insertTheNewOf(session, rows, counts, misses)
                    : Future.failedFuture(refusal));
  }

  private void inserted(List<Row> rows, BatchCounts counts) {
    counts.inserted(rows);
    summaryChanges.inserted(rows);
  }

  /** The server has refused all of these rows because some of their keys are in the table. */
  private Future<Void> insertTheNewOf(
      Session session, List<Row> rows, BatchCounts counts, int misses) {
    return settleThere(session, rows, counts)
        .compose(
            rest -> {
              int missed = rest.size() == rows.size() ? misses + 1 : 0;
              return inStatements(rest, some -> insert(session, some, counts, missed));
            });
  }

  /**
   * Locks the rows of the table that have the keys of some rows, and does with these what the load
   * does with duplicates.
   *
   * @return the other rows
   */
  private Future<List<Row>> settleThere(Session session, List<Row> rows, BatchCounts counts) {
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
                return update(there, counts).map(rest);
              }
              there.forEach(counts::duplicate);
              return Future.succeededFuture(rest);
            });
  }

  /**
   * After one duplicate, more are likely. To look up keys first costs less than refused files and
   * statements.
   */
  private void expectDuplicates() {
    lookUps.set(LOOK_UPS);
  }

  private boolean areDuplicatesExpected() {
    return lookUps.get() > 0;
  }

  /** Rows whose keys are in the table, where this load has locked or inserted them. */
  private Future<Void> update(List<Row> rows, BatchCounts counts) {
    if (!summaryChanges.areCounted()) {
      return overwrite(rows, counts);
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
        .compose(nothing -> overwrite(rows, counts))
        .onSuccess(nothing -> summaryChanges.updated(rows, former));
  }

  private Future<Void> overwrite(List<Row> rows, BatchCounts counts) {
    return inStatements(
        rows,
        some ->
            execute(
                    sessions.get(0),
                    updates,
                    size -> Sql.insertOrUpdate(plan.schema(), plan.table(), size),
                    some)
                .onSuccess(nothing -> counts.updated(some)));
  }

  /** Cuts rows into statements of about the same size, so that there are few sizes to prepare. */
  private static Future<Void> inStatements(
      List<Row> rows, Function<List<Row>, Future<Void>> statement) {
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
      Session session, Map<Integer, String> texts, IntFunction<String> text, List<Row> rows) {
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
  private static Tuple values(Table table, List<Row> rows) {
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
