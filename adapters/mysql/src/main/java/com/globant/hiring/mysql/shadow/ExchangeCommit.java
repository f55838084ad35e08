package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.BulkConnections;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.rows.LoadCommit;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.shadow.ShadowLoads.Server;
import io.vertx.mysqlclient.MySQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a load that has filled a {@link ShadowTable}: the filled table replaces the one that is
 * loaded. If it cannot, since other rows were added meanwhile or a client does not release the
 * table, its rows are copied in the transaction of the load's session.
 *
 * <p>A RENAME commits by itself, so it cannot be part of that transaction. The load is committed if
 * and only if the former table exists under its new name or the record says committed. A load whose
 * session ended in between is settled by {@link DeadShadows}: by the next load of the table before
 * it begins, or by the {@code Reaper} of any instance.
 */
final class ExchangeCommit implements LoadCommit {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeCommit.class);

  private final Connections connections;
  private final BlockingSession session;
  private final BulkConnections bulk;

  /** One of the bulk connections. */
  private final BlockingSession first;

  private final LoadPlan plan;
  private final RecordLock record;
  private final RowWriter writer;
  private final ShadowTable shadow;
  private final ShadowRecord note;
  private final Server server;
  private final ShadowLocks locks;
  private final ExchangeCheck check;
  private final InPlaceLog log;
  private final ShadowCopy copy;
  private boolean copied;
  private Place place = Place.NOT_TAKEN;

  private enum Place {
    NOT_TAKEN,
    /** The answer to the RENAME is missing. */
    UNKNOWN,
    TAKEN
  }

  /**
   * @param session of the load, which holds its locks
   * @param bulk the connections over which the table was filled
   */
  ExchangeCommit(
      Connections connections,
      BlockingSession session,
      BulkConnections bulk,
      LoadPlan plan,
      ShadowTable shadow,
      RecordLock record,
      RowWriter writer,
      ShadowRecord note,
      Server server,
      ShadowLocks locks,
      ExchangeCheck check,
      InPlaceLog log) {
    this.connections = connections;
    this.session = session;
    this.bulk = bulk;
    this.first = new BlockingSession(session.context(), bulk.first());
    this.plan = plan;
    this.record = record;
    this.writer = writer;
    this.shadow = shadow;
    this.note = note;
    this.server = server;
    this.locks = locks;
    this.check = check;
    this.log = log;
    this.copy = new ShadowCopy(session, plan, shadow, writer.summaryChanges());
  }

  /**
   * The statements of steps 1, 4 and 7 are in the transaction of the load's session; a kill before
   * step 7 is done rolls them back. The statements of the other steps are sent over the bulk
   * connections and cannot be rolled back.
   *
   * <p>If step 3, 5 or 6 finds that the tables cannot be exchanged, the rows are copied into the
   * loaded table, in the transaction of the load's session. Then there is no RENAME, and step 7
   * alone makes them visible; a kill before it leaves what a kill in step 2 leaves.
   */
  @Override
  public void commit(LoadResult result, Runnable deciding) {
    copy.requireCounted(result);
    // 1. The record says committed, unless the load was cancelled or taken for dead.
    record.setCommitted(result);
    // 2. The rows of the filled table and their counts in the summary are committed, the counts as
    // not valid yet, and the result is noted. Killed up to here: settling drops the filled table,
    // deletes the counts and the note; the record is set to aborted.
    writer.flush();
    note.note(first, result);
    // 3. MySQL: other clients are locked out of the table. MariaDB cannot rename locked tables, so
    // nothing is locked. Killed: the lock ends with its connection; the rest as in step 2.
    boolean locked = !copied && doOrCopy(this::lock);
    // 4. The counts are valid, those of a replaced content are deleted; the content has a new
    // version. Killed: as in step 3.
    writer.summaryChanges().publish(session);
    // 5. Check: the definition is still that of the filled table, and the load's session lives, so
    // its locks have excluded all other loads until now.
    // 6. The tables are renamed; from now on all clients see the rows. MySQL and MariaDB (from
    // 10.6) do that in one atomic statement, also if the server is killed. Killed after it:
    // settling finds the former table, repeats steps 1 and 4 from what step 2 noted, and continues
    // with step 8.
    if (locked) {
      doOrCopy(this::checkAndRename);
    }
    // 7. The transaction commits; the record and the reports follow the rows. Killed after it:
    // settling does step 8.
    deciding.run();
    boolean committed = false;
    try {
      record.commit(this::settle);
      committed = true;
    } finally {
      // 8. The lock is released, the former or the filled table is dropped, the note is deleted.
      cleanUp(committed);
    }
  }

  /**
   * Copies the rows before the commit, if it is known that the tables cannot be exchanged, or the
   * rows must be in their place for the commit to be decided.
   */
  void copyNow() {
    copy.run();
    copied = true;
  }

  /** Does a step; if it finds that the table cannot be exchanged, copies the rows, and is false. */
  private boolean doOrCopy(Runnable step) {
    try {
      step.run();
      return true;
    } catch (NotExchangeable reason) {
      log.report(plan, reason);
      ShadowTable.unlock(first);
      copy.run();
      return false;
    }
  }

  /** If the server refuses, it has done nothing; then the rows can still be copied. */
  private void lock() {
    // A lock that other loads delay would delay everybody else, and the exchange would fail.
    NotExchangeable.unless(
        !plan.append() || locks.isUntouched(first, plan), ExchangeObstacle.OTHER_ROWS);
    try {
      if (server == Server.MYSQL) {
        shadow.lock(first);
      }
      NotExchangeable.unless(
          !plan.append() || shadow.isPlaceEmpty(first), ExchangeObstacle.OTHER_ROWS);
    } catch (MySQLException failure) {
      throw notLocked(failure);
    }
  }

  private static RuntimeException notLocked(RuntimeException failure) {
    return DatabaseFailures.isAnswer(failure)
        ? new NotExchangeable(ExchangeObstacle.NOT_LOCKED, failure)
        : failure;
  }

  /**
   * On MariaDB, what another client changes between the check and the RENAME, about a millisecond,
   * is lost with the former table.
   */
  private void checkAndRename() {
    session.query("DO 0");
    check.requireUnchanged();
    rename();
  }

  private void rename() {
    place = Place.UNKNOWN;
    try {
      shadow.takePlace(first);
    } catch (RuntimeException failure) {
      if (DatabaseFailures.isAnswer(failure) || !record.ask(note::decide)) {
        place = Place.NOT_TAKEN;
        throw notLocked(failure);
      }
    }
    place = Place.TAKEN;
  }

  /** Finds out whether the load is committed if the answer to COMMIT is missing. */
  private boolean settle() {
    if (place == Place.NOT_TAKEN) {
      return record.isCommitted();
    }
    session.await(() -> bulk.first().query("UNLOCK TABLES").otherwiseEmpty());
    return record.ask(note::settle);
  }

  @Override
  public void rollBack(@Nullable Throwable failure) {
    // In this order, since a table that the session has read cannot be dropped before.
    session.rollBack(failure);
    cleanUp(false);
  }

  /** Keeps what settling needs if it is unknown whether the load was committed. Never fails. */
  private void cleanUp(boolean committed) {
    boolean known = committed || place == Place.NOT_TAKEN;
    try {
      session.await(() -> bulk.query("ROLLBACK"));
      ShadowTable.unlock(first);
      if (known) {
        note.clear(first);
      }
      session.await(bulk::giveBack);
    } catch (RuntimeException broken) {
      discard(known);
    }
    writer.close();
  }

  /** Tries to clean up over another connection. If that fails too, the load is settled later. */
  private void discard(boolean known) {
    session.await(bulk::discard);
    if (known) {
      try {
        connections.onReportConnection(
            other -> {
              note.clear(other);
              return true;
            });
      } catch (RuntimeException unreachable) {
        LOG.debug("Load {} is settled later", plan.loadId(), unreachable);
      }
    }
  }

  /** Frees the connections, and leaves what settling or continuing needs. Never fails. */
  void release() {
    session.discard();
    session.await(bulk::discard);
    writer.close();
  }

  @Override
  public void keepAlive() {
    session.session().keepAlive();
    bulk.keepAlive();
  }
}
