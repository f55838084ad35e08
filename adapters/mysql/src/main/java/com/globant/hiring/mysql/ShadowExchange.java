package com.globant.hiring.mysql;

import com.globant.hiring.application.LoadPlan;
import com.globant.hiring.application.LoadResult;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.mysql.ShadowLoads.Server;
import io.vertx.core.Future;

/**
 * Lets a filled {@link ShadowTable} take the place of the one that is loaded.
 *
 * <p>Where it cannot, because other rows have come meanwhile or somebody does not let go of the
 * table, the rows are copied in the transaction of the load's session.
 */
final class ShadowExchange {
  private final Session session;
  private final Lanes lanes;
  private final LoadPlan plan;
  private final CommitOutcome outcome;
  private final ShadowTable shadow;
  private final ShadowRecord record;
  private final Server server;
  private final ShadowLocks locks;
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
      Lanes lanes,
      LoadPlan plan,
      CommitOutcome outcome,
      ShadowRecord record,
      Server server,
      ShadowLocks locks) {
    this.session = session;
    this.lanes = lanes;
    this.plan = plan;
    this.outcome = outcome;
    this.shadow = ShadowTable.of(plan);
    this.record = record;
    this.server = server;
    this.locks = locks;
  }

  /** Keeps others from the table from now on, or else copies the rows. */
  Future<Void> prepare(LoadResult result) {
    return record
        .note(lanes.first(), result)
        .compose(nothing -> isTableFree())
        .compose(free -> free ? lock() : Future.succeededFuture(false))
        .compose(
            locked -> {
              ready = locked;
              return locked ? Future.<Void>succeededFuture() : copy();
            });
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
  private Future<Boolean> lock() {
    Future<Void> locked =
        server == Server.MARIADB ? Future.succeededFuture() : shadow.lock(lanes.first());
    return locked
        .compose(
            nothing ->
                plan.append() ? shadow.isPlaceEmpty(lanes.first()) : Future.succeededFuture(true))
        .recover(
            failure ->
                DatabaseFailures.isAnswer(failure)
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(failure));
  }

  /**
   * Takes the place, but only while the load's own session lives, and with it the locks that keep
   * other loads away. From the moment of its answer until the RENAME, nobody can read or write the
   * table, so that even if it died just then, no other load could do what it has kept it from.
   */
  Future<Void> publish() {
    return ready
        ? session
            .query("DO 0")
            .compose(alive -> takePlace())
            .compose(taken -> taken ? Future.<Void>succeededFuture() : copy())
        : Future.succeededFuture();
  }

  private Future<Boolean> takePlace() {
    place = Place.UNKNOWN;
    return shadow
        .takePlace(lanes.first())
        .map(true)
        .recover(
            failed ->
                DatabaseFailures.isAnswer(failed)
                    ? Future.succeededFuture(false)
                    : outcome
                        .ask(plan, record::isCommitted)
                        .compose(taken -> taken ? Future.succeededFuture(true) : lost(failed)))
        .onSuccess(taken -> place = taken ? Place.TAKEN : Place.NOT_TAKEN);
  }

  private Future<Boolean> lost(Throwable failed) {
    place = Place.NOT_TAKEN;
    return Future.failedFuture(failed);
  }

  private Future<Void> copy() {
    return ShadowTable.unlock(lanes.first())
        .compose(nothing -> emptied())
        .compose(nothing -> shadow.copy(session))
        .recover(
            refusal ->
                Future.failedFuture(
                    DatabaseFailures.isDuplicateKey(refusal) ? meanwhile(refusal) : refusal));
  }

  private Future<Void> emptied() {
    return plan.append()
        ? Future.succeededFuture()
        : session.query(Sql.deleteAll(plan.schema(), plan.table())).mapEmpty();
  }

  private Refused meanwhile(Throwable refusal) {
    return new Refused(
        RefusalCode.TABLE_BUSY,
        "while this load was under way, another one has stored rows in %s whose keys this one has too; repeat this load"
            .formatted(plan.table().tableName()),
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
