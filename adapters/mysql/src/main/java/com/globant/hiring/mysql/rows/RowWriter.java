package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.keys.KeyLookUp;
import com.globant.hiring.mysql.keys.KeyMemory;
import com.globant.hiring.mysql.keys.SeenKeys;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one load: in files, and in INSERTs if they are few or the server refuses a
 * file. Either over the load's session into the table itself, or over several sessions into a new
 * table, which one transaction cannot.
 *
 * <p>Keys are assumed to be new to the table. Rows that have a key of an earlier row of the file
 * are not inserted with the others, as far as memory allows ({@link SeenKeys}), so no two
 * statements under way share a key, and their order does not matter. If the table has one key, such
 * a row is a duplicate. If it has several, the earlier row may have been refused because of another
 * key, so the database decides about the later one, after the batches before it.
 *
 * <p>If only the database can compare keys, or if an update may change one of several, everything
 * is written in the order of the file, over one session.
 *
 * <p>Used on the context of the sessions, except for {@link #write}.
 */
public final class RowWriter {
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
  private final boolean inOrder;
  private final boolean updates;
  private final List<TableKey> keys;
  private final SeenKeys seen;
  private final FileInserts files;
  private final WriteLimiter limiter;
  private final SummaryChanges summaryChanges;
  private final LoadStatements sending;
  private final RowStatements statements;
  private Future<Void> before = Future.succeededFuture();
  private int turn;
  private int sinceCommit;

  private RowWriter(
      List<Session> sessions,
      LoadPlan plan,
      String into,
      boolean isNew,
      UniqueIndexes indexes,
      RowFiles files) {
    this.plan = plan;
    this.into = into;
    this.isNew = isNew;
    this.updates = plan.duplicates() == DuplicateKeys.UPDATE;
    Optional<List<TableKey>> comparable = indexes.comparable();
    this.inOrder = comparable.isEmpty() || (updates && indexes.hasFurther());
    this.keys = inOrder ? List.of() : comparable.orElseThrow();
    this.seen = new SeenKeys(keys, files.keyMemory());
    this.sessions = inOrder ? sessions.subList(0, 1) : sessions;
    this.summaryChanges = new SummaryChanges(sessions.get(0), plan, !isNew);
    this.sending = new LoadStatements(inOrder);
    this.statements = new RowStatements(sending, plan, into, indexes, summaryChanges, inOrder);
    this.files =
        new FileInserts(
            files,
            plan,
            into,
            this.sessions,
            () -> !statements.areDuplicatesExpected(),
            this::commitForOthers);
    this.limiter = files.limiter();
  }

  /** Writes into the table itself, in the transaction of the load. */
  public static RowWriter inPlace(
      Session session, LoadPlan plan, UniqueIndexes indexes, RowFiles files) {
    return new RowWriter(List.of(session), plan, plan.table().name(), false, indexes, files);
  }

  /**
   * Fills a table that is new and empty, and commits from time to time.
   *
   * @param into the name of the table, which has the columns and indexes of the loaded one
   */
  public static RowWriter ofNewTable(
      List<Session> sessions, LoadPlan plan, String into, UniqueIndexes indexes, RowFiles files) {
    return new RowWriter(sessions, plan, into, true, indexes, files);
  }

  /**
   * Whether the table will have each primary key that was written, in its row or in another one:
   * nothing but this key decides about rows.
   */
  boolean storesKeysSeen() {
    return keys.size() == 1 && keys.get(0).columns().equals(plan.table().primaryKey());
  }

  /**
   * Whether a row with a primary key was written, as far as it is known.
   *
   * @param columns that have the values of the key in {@code row}; none of them is missing
   */
  boolean hasSeen(Row row, int[] columns) {
    return seen.contains(0, row, columns);
  }

  /** Whether all keys that were written are known. */
  boolean hasSeenAll() {
    return seen.isComplete();
  }

  /** Finds keys in the table that is filled, after the writes that have completed. Blocks. */
  KeyLookUp lookUp(Context context, TableKey key, KeyMemory memory) {
    BlockingSession session = new BlockingSession(context, sessions.get(0));
    boolean exact = KeyLookUp.isExact(session, plan.schema(), key);
    return new KeyLookUp(session, plan.schema(), into, key, exact, !isNew, memory);
  }

  /** The counts of the rows written so far. */
  public SummaryChanges summaryChanges() {
    return summaryChanges;
  }

  /** No statement is sent from now on, not even to repair one that is under way. */
  public void stop() {
    sending.fail(new IllegalStateException("The load is over"));
    files.stop();
  }

  /** Commits all rows of a new table, and their counts. */
  public Future<Void> flush() {
    return files
        .flush()
        .compose(nothing -> before)
        .compose(nothing -> summaryChanges.write())
        .compose(nothing -> commit())
        .compose(nothing -> sending.unlessFailed(Future::succeededFuture));
  }

  private Future<Void> commit() {
    return Future.join(sessions.stream().map(session -> session.query("COMMIT")).toList())
        .mapEmpty();
  }

  private void commitFrom(int rows) {
    sinceCommit += rows;
    if (isNew && sinceCommit > ROWS_A_TRANSACTION) {
      sinceCommit = 0;
      commit().onFailure(sending::fail);
    }
  }

  /**
   * Commits what a session has written to a new table if another session may have to find it: if
   * the database decides about some keys. So no session ever waits for rows of another.
   */
  private Future<Void> commitForOthers(Session session) {
    return isNew && sessions.size() > 1 && (keys.size() > 1 || !seen.isComplete())
        ? sending.unlessFailed(() -> session.query("COMMIT").mapEmpty())
        : Future.succeededFuture();
  }

  /** Releases all but connections. Never fails. */
  public Future<Void> close() {
    return files.close().onComplete(closed -> seen.clear());
  }

  /**
   * What has failed, or null. A load with a failed statement must not be committed: after a
   * deadlock, what had been written before is gone.
   */
  public @Nullable Throwable failure() {
    return sending.failure();
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
      if (seen.add(row)) {
        fresh.add(row);
      } else if (updates || keys.size() > 1) {
        repeated.add(row);
      } else {
        counts.taken(row, keys.get(0));
      }
    }
    Runnable decided = seen.batchAdded();
    Supplier<Future<Void>> inserting = insert(fresh, counts);
    int size = fresh.size();
    return () -> {
      Future<Void> inserted = inserting.get();
      commitFrom(size);
      if (inOrder || updates || keys.size() > 1) {
        Future<Void> former = before;
        before = inserted.compose(nothing -> former).compose(nothing -> repeated(repeated, counts));
        inserted = before;
      }
      return inserted
          .compose(nothing -> sending.unlessFailed(summaryChanges::spillIfLarge))
          .map(nothing -> counts.written())
          .onComplete(written -> decided.run());
    };
  }

  /** Rows that share a key with earlier ones, all of which are written. */
  private Future<Void> repeated(List<Row> rows, BatchCounts counts) {
    if (rows.isEmpty()) {
      return Future.succeededFuture();
    }
    Session session = sessions.get(0);
    return updates
        ? statements.update(session, rows, counts)
        : statements
            .insertOneByOne(session, rows, counts)
            .compose(nothing -> commitForOthers(session));
  }

  /** Inserts rows whose keys are new to the load: in a file, unless they are few. */
  private Supplier<Future<Void>> insert(List<Row> rows, BatchCounts counts) {
    boolean few = !inOrder && rows.size() < MANY && files.isEmpty();
    StoredBatch stored =
        few || (!inOrder && statements.areDuplicatesExpected())
            ? null
            : files.store(rows, (session, read) -> insertRefused(session, read, counts));
    if (stored == null) {
      return inMemory(rows, counts, few);
    }
    // Numbers alone: the rows must not stay in memory until the server has loaded their file.
    int size = rows.size();
    int incomplete = BatchCounts.incomplete(rows);
    return () -> {
      summaryChanges.inserted(rows);
      return sending
          .unlessFailed(() -> files.insert(stored))
          .onSuccess(
              loaded -> {
                if (loaded) {
                  counts.inserted(size, incomplete);
                }
              })
          .mapEmpty();
    };
  }

  private Supplier<Future<Void>> inMemory(List<Row> rows, BatchCounts counts, boolean few) {
    Session session = sessions.get(turn++ % sessions.size());
    Supplier<Future<Void>> insert =
        () -> statements.insert(session, rows, counts).compose(nothing -> commitForOthers(session));
    Supplier<Future<Void>> limited = few ? insert : () -> limiter.run(insert);
    return files.inMemory(inOrder ? () -> before.compose(nothing -> limited.get()) : limited);
  }

  /** Rows of a file that was refused, or of one that was not worth trying. */
  private Future<Void> insertRefused(Session session, List<Row> rows, BatchCounts counts) {
    summaryChanges.notInserted(rows);
    return statements.insert(session, rows, counts);
  }
}
