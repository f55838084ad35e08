package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.csv.loaddata.RowText;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Stages;
import com.globant.hiring.mysql.keys.KeyLookUp;
import com.globant.hiring.mysql.keys.KeyMemory;
import com.globant.hiring.mysql.keys.SeenKeys;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.core.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the rows of one load, which {@link BatchWriter}s insert: over the load's session into the
 * table itself, or over several sessions, in as many transactions, into a new table. Rows are kept
 * in files until they are inserted, a few in memory.
 *
 * <p>Keys are assumed to be new to the table. Rows that have a key of an earlier row of the file
 * are not inserted with the others, as far as memory allows ({@link SeenKeys}), so no two
 * statements under way share a key, and their order does not matter. If the table has one key, such
 * a row is a duplicate. If it has several, the earlier row may have been refused because of another
 * key, so the database decides about the later one, after the batches before it.
 *
 * <p>If only the database can compare keys, or if an update may change one of several, everything
 * is written in the order of the file, over one session.
 */
public final class RowWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);

  /** Fewer rows are not limited, and are inserted by INSERTs if no file is being filled. */
  private static final int MANY = 500;

  private final Context context;
  private final List<Session> sessions;
  private final RowTarget target;
  private final List<TableKey> keys;
  private final RowFiles files;
  private final BatchQueue queue;
  private final SeenKeys seen;
  private final SummaryChanges summaryChanges;
  private final LoadStatements sending;
  private final List<CompletionStage<Void>> writers = new ArrayList<>();
  private final RowText values = new RowText();
  private final RowText origins = new RowText();
  private boolean diskFailed;

  private RowWriter(Context context, List<Session> sessions, RowTarget target, RowFiles files) {
    this.context = context;
    this.target = target;
    this.files = files;
    this.keys = target.keys();
    this.seen = new SeenKeys(keys, files.keyMemory());
    this.queue = new BatchQueue(files);
    this.sessions = target.inOrder() ? sessions.subList(0, 1) : sessions;
    this.summaryChanges = new SummaryChanges(sessions.get(0), target.plan(), !target.isNew());
    this.sending = new LoadStatements(context);
  }

  /** Writes into the table itself, in the transaction of the load. */
  public static RowWriter inPlace(
      BlockingSession session, LoadPlan plan, UniqueIndexes indexes, RowFiles files) {
    RowTarget target = new RowTarget(plan, plan.table().name(), false, indexes);
    return new RowWriter(session.context(), List.of(session.session()), target, files);
  }

  /**
   * Fills a table that is new and empty, and commits from time to time.
   *
   * @param context of the sessions
   * @param into the name of the table, which has the columns and indexes of the loaded one
   */
  public static RowWriter ofNewTable(
      Context context,
      List<Session> sessions,
      LoadPlan plan,
      String into,
      UniqueIndexes indexes,
      RowFiles files) {
    return new RowWriter(context, sessions, new RowTarget(plan, into, true, indexes), files);
  }

  /**
   * Whether the table will have each primary key that was written, in its row or in another one:
   * nothing but this key decides about rows.
   */
  public boolean storesKeysSeen() {
    return keys.size() == 1 && keys.get(0).columns().equals(target.plan().table().primaryKey());
  }

  /**
   * Whether a row with a primary key was written, as far as it is known.
   *
   * @param columns that have the values of the key in {@code row}; none of them is missing
   */
  public boolean hasSeen(Row row, int[] columns) {
    return seen.contains(0, row, columns);
  }

  /** Whether all keys that were written are known. */
  public boolean hasSeenAll() {
    return seen.isComplete();
  }

  /** Finds keys in the table that is filled, after the writes that have completed. Blocks. */
  public KeyLookUp lookUp(TableKey key, KeyMemory memory) {
    BlockingSession session = new BlockingSession(context, sessions.get(0));
    String schema = target.plan().schema();
    boolean exact = KeyLookUp.isExact(session, schema, key);
    return new KeyLookUp(session, schema, target.name(), key, exact, !target.isNew(), memory);
  }

  /** The counts of the rows written so far. */
  public SummaryChanges summaryChanges() {
    return summaryChanges;
  }

  /**
   * No statement is sent from now on, not even to repair one that is under way. Called on the
   * context.
   */
  public void stop() {
    sending.fail(new IllegalStateException("The load is over"));
  }

  /** Blocks until all batches are written; fails if one of them has failed. */
  public void awaitWrites() {
    queue.awaitIdle();
    RuntimeException failed = sending.failure();
    if (failed != null) {
      throw translated(failed);
    }
  }

  /** Commits all rows of a new table, and their counts. Blocks. */
  public void flush() {
    queue.awaitIdle();
    sending.run(summaryChanges::write);
    sessions.forEach(session -> sending.run(() -> session.query("COMMIT")));
  }

  /** Releases all but connections, to be called after {@link #stop}. Blocks. Never fails. */
  public void close() {
    queue.close();
    // They end when their sessions have answered, or are lost.
    writers.forEach(writer -> writer.toCompletableFuture().join());
    queue.deleteFiles();
    seen.clear();
  }

  /** What has failed, or null. A load with a failed statement must not be committed. */
  public @Nullable RuntimeException failure() {
    return sending.failure();
  }

  /**
   * Takes a batch. Called on the load's thread, one call at a time; may block for a disk.
   *
   * @return as of {@link com.globant.hiring.application.load.LoadTransaction#write}
   */
  public CompletionStage<Written> write(List<Row> rows) {
    RuntimeException failed = sending.failure();
    if (failed != null) {
      return CompletableFuture.failedStage(translated(failed));
    }
    if (writers.isEmpty()) {
      sessions.forEach(this::startWriter);
    }
    Batch batch = new Batch(target.plan());
    List<Row> fresh = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (seen.add(row)) {
        fresh.add(row);
      } else if (target.updates() || keys.size() > 1) {
        batch.repeated().add(row);
      } else {
        batch.taken(row, keys.get(0));
      }
    }
    batch.begin(fresh, seen.batchAdded());
    boolean few = fresh.size() < MANY && queue.isEmpty();
    if (few || !isStored(batch, fresh)) {
      queue.addInMemory(batch, fresh, few);
    }
    return batch.done();
  }

  private void startWriter(Session session) {
    BatchWriter writer =
        new BatchWriter(
            queue,
            files,
            sending,
            session,
            target,
            summaryChanges,
            () -> sessions.size() > 1 && (keys.size() > 1 || !seen.isComplete()));
    writers.add(Stages.onThread(writer::run, this::translated));
  }

  private RuntimeException translated(Throwable failure) {
    return DatabaseFailures.translated(failure, target.plan().table());
  }

  /** Stores a batch in a file, if that is worthwhile and the disk lets it. */
  private boolean isStored(Batch batch, List<Row> rows) {
    if (diskFailed || !files.areUsed() || sending.areDuplicatesExpected()) {
      return false;
    }
    values.clear();
    origins.clear();
    int columns = target.plan().table().columns().size();
    for (Row row : rows) {
      values.add(row, columns);
      origins.addOrigin(row);
    }
    try {
      queue.addToFile(batch, values.buffer(), origins.buffer());
      // The load's thread has more to do. Whatever uses the counts comes later on the context.
      if (summaryChanges.areCounted()) {
        context.runOnContext(nothing -> summaryChanges.inserted(rows));
      }
      return true;
    } catch (IOException failure) {
      diskFailed = true;
      LOG.warn("Rows are kept in memory, as they cannot be written to a file", failure);
      return false;
    }
  }
}
