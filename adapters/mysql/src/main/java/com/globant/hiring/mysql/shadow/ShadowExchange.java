package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadResult;
import com.globant.hiring.mysql.connection.BulkConnections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.load.Reaper;
import com.globant.hiring.mysql.record.CommitOutcome;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.rows.RowTarget;
import com.globant.hiring.mysql.shadow.ShadowLoads.Server;
import io.vertx.core.Future;

/**
 * Lets a filled {@link ShadowTable} take the place of the one that is loaded.
 *
 * <p>Where it cannot, because other rows have come meanwhile or somebody does not let go of the
 * table, the rows are copied in the transaction of the load's session.
 */
final class ShadowExchange {
  private final Session session;
  private final BulkConnections lanes;
  private final LoadPlan plan;
  private final CommitOutcome outcome;
  private final ShadowTable shadow;
  private final ShadowRecord record;
  private final Server server;
  private final ShadowLocks locks;
  private final ExchangeCheck check;
  private final InPlaceLog log;
  private boolean ready;
  private Place place = Place.NOT_TAKEN;

  private enum Place {
    NOT_TAKEN,
    /** It is not known whether it was taken. */
    UNKNOWN,
    TAKEN
  }

  /**
   * @param session of the load, which holds its locks
   */
  ShadowExchange(
      Session session,
      BulkConnections lanes,
      LoadPlan plan,
      CommitOutcome outcome,
      ShadowRecord record,
      Server server,
      ShadowLocks locks,
      ExchangeCheck check,
      InPlaceLog log) {
    this.session = session;
    this.lanes = lanes;
    this.plan = plan;
    this.outcome = outcome;
    this.shadow = ShadowTable.of(plan);
    this.record = record;
    this.server = server;
    this.locks = locks;
    this.check = check;
    this.log = log;
  }

  /** Keeps others from the table from now on, or else copies the rows. */
  Future<Void> prepare(LoadResult result) {
    return record
        .note(lanes.first(), result)
        .compose(nothing -> isTableFree())
        .compose(free -> free ? lock() : NotExchangeable.because(ExchangeObstacle.OTHER_ROWS))
        .onSuccess(locked -> ready = true)
        .recover(this::copyUnlessFailed);
  }

  /** To ask for the table while others write it would keep everybody waiting, and be in vain. */
  private Future<Boolean> isTableFree() {
    return plan.append() ? locks.isUntouched(lanes.first(), plan) : Future.succeededFuture(true);
  }

  /**
   * Keeps everybody from the table, and makes sure that nobody has put rows into it. (MariaDB does
   * not let locked tables be renamed.) What the server refuses it has not done; then the rows can
   * still be copied.
   */
  private Future<Void> lock() {
    Future<Void> locked =
        server == Server.MARIADB ? Future.succeededFuture() : shadow.lock(lanes.first());
    return locked
        .compose(
            nothing ->
                plan.append() ? shadow.isPlaceEmpty(lanes.first()) : Future.succeededFuture(true))
        .recover(ShadowExchange::refused)
        .compose(
            empty ->
                empty
                    ? Future.succeededFuture()
                    : NotExchangeable.because(ExchangeObstacle.OTHER_ROWS));
  }

  private static <T> Future<T> refused(Throwable failure) {
    return Future.failedFuture(
        DatabaseFailures.isAnswer(failure)
            ? new NotExchangeable(ExchangeObstacle.NOT_LOCKED, failure)
            : failure);
  }

  /**
   * Takes the place, but only if the table's definition is still that of the filled one, and while
   * the load's own session lives, and with it the locks that keep other loads away. From the moment
   * of its answer until the RENAME, nobody can read or write the table, so that even if it died
   * just then, no other load could do what it has kept it from.
   *
   * <p>On MariaDB the table is not locked meanwhile: what another client changes between these
   * answers and the RENAME, about a millisecond, goes with the former table.
   */
  Future<Void> publish() {
    if (!ready) {
      return Future.succeededFuture();
    }
    return Future.all(check.requireUnchanged(), session.query("DO 0"))
        .compose(alive -> takePlace())
        .recover(this::copyUnlessFailed);
  }

  private Future<Void> takePlace() {
    place = Place.UNKNOWN;
    return shadow
        .takePlace(lanes.first())
        .recover(
            failed ->
                DatabaseFailures.isAnswer(failed)
                    ? lost(new NotExchangeable(ExchangeObstacle.NOT_LOCKED, failed))
                    : outcome
                        .ask(plan, record::isCommitted)
                        .compose(taken -> taken ? Future.succeededFuture() : lost(failed)))
        .onSuccess(taken -> place = Place.TAKEN);
  }

  private <T> Future<T> lost(Throwable failed) {
    place = Place.NOT_TAKEN;
    return Future.failedFuture(failed);
  }

  private Future<Void> copyUnlessFailed(Throwable reason) {
    if (!(reason instanceof NotExchangeable)) {
      return Future.failedFuture(reason);
    }
    log.report(plan, reason);
    return ShadowTable.unlock(lanes.first())
        .compose(nothing -> InPlace.open(session, plan))
        .compose(nothing -> shadow.copy(session))
        .recover(
            refusal ->
                Future.failedFuture(
                    DatabaseFailures.isDuplicateKey(refusal) ? meanwhile(refusal) : refusal));
  }

  private Refused meanwhile(Throwable refusal) {
    return new Refused(
        RefusalCode.TABLE_BUSY,
        "while this load was under way, another one has stored rows in %s whose keys this one has too; repeat this load"
            .formatted(plan.table().name()),
        refusal);
  }

  /** As {@link RowTarget#isCommitted}. */
  Future<Boolean> isCommitted() {
    return place == Place.NOT_TAKEN
        ? outcome.isCommitted(plan)
        : ShadowTable.unlock(lanes.first())
            .transform(unlocked -> outcome.ask(plan, record::settle));
  }

  /** As {@link RowTarget#release}. */
  Future<Void> release(boolean committed) {
    // Else what there is tells whoever settles the load whether it was committed.
    boolean over = committed || place == Place.NOT_TAKEN;
    return lanes
        .query("ROLLBACK")
        .compose(nothing -> ShadowTable.unlock(lanes.first()))
        .compose(nothing -> over ? record.clear(lanes.first()) : Future.succeededFuture())
        .compose(nothing -> lanes.giveBack(), broken -> discard(over));
  }

  /** Tries to clear up over another connection. What is left then is found by {@link Reaper}. */
  private Future<Void> discard(boolean over) {
    Future<Void> discarded = lanes.discard();
    return over
        ? discarded.compose(nothing -> outcome.beside(record::clear)).otherwiseEmpty()
        : discarded;
  }
}
