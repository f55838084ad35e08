package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.DuplicateKeys;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.MySqlSettings.Exchange;
import com.globant.hiring.mysql.connection.BulkConnections;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.rows.OpenLoad;
import com.globant.hiring.mysql.rows.RowFiles;
import com.globant.hiring.mysql.schema.TableColumns;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Chooses the loads that a {@link ShadowWriter} is for: those of many rows, whose keys alone tell
 * which rows are duplicates, of a table that can be exchanged without anybody noticing. One at a
 * time in an instance, as it takes what the database can give.
 */
public final class ShadowLoads {
  /** Smaller files are written into the table in less time than another table takes to make. */
  static final long LARGE_BYTES = 2L << 20;

  /** As {@link #LARGE_BYTES}, of rows that a replace takes away. */
  private static final int LARGE_ROWS = 20_000;

  /** What kind of server there is, as they differ in what can be done to locked tables. */
  enum Server {
    MYSQL,
    MARIADB;

    private static Future<Server> of(Session session) {
      return session
          .query("SELECT VERSION()")
          .map(
              version ->
                  version.iterator().next().getString(0).contains("MariaDB") ? MARIADB : MYSQL);
    }
  }

  private final Connections connections;
  private final String serviceSchema;
  private final RowFiles files;
  private final ShadowLocks locks;
  private final boolean exchange;
  private final InPlaceLog log;

  /**
   * @param log of the loads that cannot be of this kind though they are large
   */
  public ShadowLoads(
      Connections connections, MySqlSettings settings, RowFiles files, InPlaceLog log) {
    this.connections = connections;
    this.serviceSchema = settings.serviceSchema();
    this.exchange = settings.exchange() == Exchange.AUTO;
    this.log = log;
    this.files = files;
    this.locks = new ShadowLocks(serviceSchema);
  }

  /**
   * Opens a shadow table for a load, where it is one for that and nothing is in the way.
   *
   * @param session which holds the locks of the load, and has not touched its table
   */
  public Future<Optional<OpenLoad>> open(Session session, LoadPlan plan, RecordLock record) {
    boolean large = plan.expectedBytes() >= LARGE_BYTES;
    if (!ShadowLocks.areFor(plan.table())
        || plan.duplicates() == DuplicateKeys.UPDATE
        || (plan.append() && !large)) {
      return none();
    }
    return lanes(plan.loadId(), large)
        .compose(
            lanes ->
                lanes.isPresent()
                    ? open(session, lanes.get(), plan, record)
                    : ShadowLoads.<OpenLoad>none())
        .recover(
            failure -> {
              if (failure instanceof Refused) {
                return Future.failedFuture(failure);
              }
              log.report(plan, failure);
              return none();
            });
  }

  private Future<Optional<BulkConnections>> lanes(String loadId, boolean large) {
    return (exchange ? connections.lanes(loadId) : ShadowLoads.<BulkConnections>none())
        .compose(
            lanes ->
                lanes.isEmpty() && large
                    ? NotExchangeable.because(
                        exchange
                            ? ExchangeObstacle.OTHER_LARGE_LOAD
                            : ExchangeObstacle.SWITCHED_OFF)
                    : Future.succeededFuture(lanes));
  }

  private Future<Optional<OpenLoad>> open(
      Session session, BulkConnections lanes, LoadPlan plan, RecordLock record) {
    ShadowTable shadow = ShadowTable.of(plan);
    ShadowRecord note = new ShadowRecord(shadow, serviceSchema);
    ExchangeCheck check = new ExchangeCheck(lanes.first(), shadow);
    return locks
        .takeShadow(session, plan)
        .compose(
            alone ->
                alone
                    ? suitable(lanes.first(), plan)
                    : NotExchangeable.because(ExchangeObstacle.OTHER_LARGE_LOAD))
        .compose(
            server ->
                server.isPresent()
                    ? made(note, check, lanes.first(), plan).map(made -> server.filter(any -> made))
                    : ShadowLoads.<Server>none())
        .compose(
            server ->
                server.isPresent()
                    ? Future.succeededFuture(
                        Optional.of(
                            opened(session, lanes, plan, record, note, server.get(), check)))
                    : unused(lanes).map(Optional.empty()),
            failure ->
                (failure instanceof NotExchangeable || failure instanceof Refused
                        ? unused(lanes)
                        : lanes.discard())
                    .compose(gone -> Future.failedFuture(failure)));
  }

  private OpenLoad opened(
      Session session,
      BulkConnections lanes,
      LoadPlan plan,
      RecordLock record,
      ShadowRecord note,
      Server server,
      ExchangeCheck check) {
    ShadowWriter writer = new ShadowWriter(lanes, plan, files);
    return new OpenLoad(
        writer,
        new ExchangeCommit(
            connections, session, lanes, plan, record, writer, note, server, locks, check, log));
  }

  private static Future<Void> unused(BulkConnections lanes) {
    return lanes.query("ROLLBACK").compose(undone -> lanes.giveBack(), broken -> lanes.discard());
  }

  /** The server if the load is of the kind that gains by an exchange, else nothing. */
  private Future<Optional<Server>> suitable(Session lane, LoadPlan plan) {
    return Server.of(lane)
        .compose(
            server ->
                plan.append() && server == Server.MARIADB
                    ? none()
                    : (plan.append() ? isEmptyAndUntouched(lane, plan) : isWorthwhile(lane, plan))
                        .map(suitable -> suitable ? Optional.of(server) : Optional.empty()));
  }

  /** Makes the shadow table, and whether no other load has begun to write in place meanwhile. */
  private Future<Boolean> made(
      ShadowRecord note, ExchangeCheck check, Session lane, LoadPlan plan) {
    return TableColumns.require(lane, plan.schema(), plan.table())
        .compose(fits -> check.requireExchangeable())
        .compose(exchangeable -> note.open(lane))
        .compose(
            made ->
                check
                    .requireCopied()
                    .recover(
                        failure -> note.clear(lane).compose(gone -> Future.failedFuture(failure))))
        .compose(copied -> isStillAlone(note, lane, plan));
  }

  /** Making a table takes long enough for others to have begun; its rows would be copied then. */
  private Future<Boolean> isStillAlone(ShadowRecord note, Session lane, LoadPlan plan) {
    return !plan.append()
        ? Future.succeededFuture(true)
        : locks
            .isUntouched(lane, plan)
            .compose(alone -> alone ? Future.succeededFuture(true) : note.clear(lane).map(false));
  }

  private Future<Boolean> isEmptyAndUntouched(Session lane, LoadPlan plan) {
    return locks
        .isUntouched(lane, plan)
        .compose(
            untouched ->
                untouched
                    ? ShadowTable.of(plan).isPlaceEmpty(lane)
                    : Future.succeededFuture(false));
  }

  private static Future<Boolean> isWorthwhile(Session lane, LoadPlan plan) {
    return plan.expectedBytes() >= LARGE_BYTES
        ? Future.succeededFuture(true)
        : ShadowTable.of(plan).hasPlaceRows(lane, LARGE_ROWS);
  }

  private static <T> Future<Optional<T>> none() {
    return Future.succeededFuture(Optional.empty());
  }
}
