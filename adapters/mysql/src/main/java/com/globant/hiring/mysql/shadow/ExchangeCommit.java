package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.mysql.connection.BulkConnections;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.rows.LoadCommit;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.shadow.ShadowLoads.Server;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

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
  private final Connections connections;
  private final Session session;
  private final BulkConnections bulk;
  private final LoadPlan plan;
  private final RecordLock record;
  private final RowWriter writer;
  private final ShadowTable shadow;
  private final ShadowRecord note;
  private final Server server;
  private final ShadowLocks locks;
  private final ExchangeCheck check;
  private final InPlaceLog log;
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
      Session session,
      BulkConnections bulk,
      LoadPlan plan,
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
    this.plan = plan;
    this.record = record;
    this.writer = writer;
    this.shadow = ShadowTable.of(plan);
    this.note = note;
    this.server = server;
    this.locks = locks;
    this.check = check;
    this.log = log;
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
  public Future<Void> commit(LoadResult result, Runnable deciding) {
    return Future.succeededFuture()
        // 1. The record says committed, unless the load was cancelled or taken for dead.
        .compose(begun -> record.setCommitted(result))
        // 2. The rows of the filled table and their counts in the summary are committed, the counts
        // as not valid yet, and the result is noted. Killed up to here: settling drops the filled
        // table, deletes the counts and the note; the record is set to aborted.
        .compose(recorded -> writer.flush())
        .compose(flushed -> note.note(bulk.first(), result))
        // 3. MySQL: other clients are locked out of the table. MariaDB cannot rename locked tables,
        // so nothing is locked. Killed: the lock ends with its connection; the rest as in step 2.
        .compose(noted -> lockOrCopy())
        // 4. The counts are valid, those of a replaced content are deleted; the content has a new
        // version. Killed: as in step 3.
        .compose(copied -> publish(copied))
        // 5. The definition is still that of the filled table, and the session of the load lives,
        // so that no other load could begin before the table was locked.
        // 6. The tables are renamed; from now on all clients see the rows. MySQL and MariaDB (from
        // 10.6) do that in one atomic statement, also if the server is killed. Killed after it:
        // settling finds the former table, repeats steps 1 and 4 from what step 2 noted, and
        // continues with step 8.
        .compose(copied -> copied ? Future.succeededFuture() : renameOrCopy())
        // 7. The transaction commits; the record and the reports follow the rows. Killed after it:
        // settling does step 8.
        // 8. The lock is released, the former or the filled table is dropped, the note is deleted.
        .compose(replaced -> commitAndCleanUp(deciding));
  }

  private Future<Boolean> publish(boolean copied) {
    return writer.summaryChanges().publish(session).map(copied);
  }

  /** Whether the rows were copied because the table could not be locked. */
  private Future<Boolean> lockOrCopy() {
    return isTableFree()
        .compose(free -> free ? lock() : NotExchangeable.because(ExchangeObstacle.OTHER_ROWS))
        .map(false)
        .recover(reason -> copyUnlessFailed(reason).map(true));
  }

  /** A lock that other loads delay would delay everybody else, and the exchange would fail. */
  private Future<Boolean> isTableFree() {
    return plan.append() ? locks.isUntouched(bulk.first(), plan) : Future.succeededFuture(true);
  }

  /** If the server refuses, it has done nothing; then the rows can still be copied. */
  private Future<Void> lock() {
    Future<Void> locked =
        server == Server.MARIADB ? Future.succeededFuture() : shadow.lock(bulk.first());
    return locked
        .compose(
            nothing ->
                plan.append() ? shadow.isPlaceEmpty(bulk.first()) : Future.succeededFuture(true))
        .recover(
            failure ->
                Future.failedFuture(
                    DatabaseFailures.isAnswer(failure)
                        ? new NotExchangeable(ExchangeObstacle.NOT_LOCKED, failure)
                        : failure))
        .compose(
            empty ->
                empty
                    ? Future.succeededFuture()
                    : NotExchangeable.because(ExchangeObstacle.OTHER_ROWS));
  }

  /**
   * On MariaDB, what another client changes between the check and the RENAME, about a millisecond,
   * is lost with the former table.
   */
  private Future<Void> renameOrCopy() {
    return Future.all(check.requireUnchanged(), session.query("DO 0"))
        .compose(alive -> rename())
        .recover(this::copyUnlessFailed);
  }

  private Future<Void> rename() {
    place = Place.UNKNOWN;
    return shadow
        .takePlace(bulk.first())
        .recover(
            failed ->
                DatabaseFailures.isAnswer(failed)
                    ? notTaken(new NotExchangeable(ExchangeObstacle.NOT_LOCKED, failed))
                    : record
                        .ask(note::isCommitted)
                        .compose(taken -> taken ? Future.succeededFuture() : notTaken(failed)))
        .onSuccess(taken -> place = Place.TAKEN);
  }

  private Future<Void> notTaken(Throwable failed) {
    place = Place.NOT_TAKEN;
    return Future.failedFuture(failed);
  }

  private Future<Void> copyUnlessFailed(Throwable reason) {
    if (!(reason instanceof NotExchangeable)) {
      return Future.failedFuture(reason);
    }
    log.report(plan, reason);
    return ShadowTable.unlock(bulk.first())
        .compose(nothing -> InPlace.open(session, plan))
        .compose(nothing -> shadow.copy(session))
        .recover(
            refusal ->
                Future.failedFuture(
                    DatabaseFailures.isDuplicateKey(refusal) ? keyTaken(refusal) : refusal));
  }

  private Refused keyTaken(Throwable refusal) {
    return new Refused(
        RefusalCode.TABLE_BUSY,
        "while this load was under way, another one has stored rows in %s whose keys this one has too; repeat this load"
            .formatted(plan.table().name()),
        refusal);
  }

  private Future<Void> commitAndCleanUp(Runnable deciding) {
    deciding.run();
    return session
        .query("COMMIT")
        .compose(
            done -> session.giveBack(),
            failure -> session.discard().compose(nothing -> resolve(failure)))
        .compose(
            committed -> cleanUp(true),
            failure -> cleanUp(false).compose(nothing -> Future.failedFuture(failure)));
  }

  private Future<Void> resolve(Throwable failure) {
    Future<Boolean> outcome =
        place == Place.NOT_TAKEN
            ? record.isCommitted()
            : ShadowTable.unlock(bulk.first()).transform(unlocked -> record.ask(note::settle));
    return outcome.compose(
        committed -> committed ? Future.succeededFuture() : Future.failedFuture(failure));
  }

  @Override
  public Future<Void> rollBack(@Nullable Throwable failure) {
    // In this order, since a table that the session has read cannot be dropped before.
    return session.rollBack(failure).compose(nothing -> cleanUp(false));
  }

  /** Keeps what settling needs if it is unknown whether the load was committed. Never fails. */
  private Future<Void> cleanUp(boolean committed) {
    boolean known = committed || place == Place.NOT_TAKEN;
    return bulk.query("ROLLBACK")
        .compose(nothing -> ShadowTable.unlock(bulk.first()))
        .compose(nothing -> known ? note.clear(bulk.first()) : Future.succeededFuture())
        .compose(nothing -> bulk.giveBack(), broken -> discard(known))
        .eventually(writer::close);
  }

  /** Tries to clean up over another connection. If that fails too, the load is settled later. */
  private Future<Void> discard(boolean known) {
    Future<Void> discarded = bulk.discard();
    return known
        ? discarded.compose(nothing -> connections.onReportConnection(note::clear)).otherwiseEmpty()
        : discarded;
  }

  @Override
  public void keepAlive() {
    session.keepAlive();
    bulk.keepAlive();
  }
}
