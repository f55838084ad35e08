package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.BulkConnections;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.keys.UniqueIndexes;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.rows.OpenLoad;
import com.globant.hiring.mysql.rows.RowFiles;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.schema.ExistingTable;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Decides which loads fill a {@link ShadowTable}: large ones into an empty or replaced table that
 * no other table of its schema references. On MariaDB only replaces. One at a time in an instance,
 * since one such load can use all that the database has.
 */
public final class ShadowLoads {
  /** Smaller files are written in place, which is faster than to create and drop a table. */
  static final long LARGE_BYTES = 2L << 20;

  /** A replace of at least this many rows is large too, whatever the size of its file. */
  private static final int LARGE_ROWS = 20_000;

  /** MySQL can rename locked tables, MariaDB cannot. */
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
  private final Exchange exchange;
  private final InPlaceLog log;

  /**
   * @param log reports large loads that are written in place
   */
  public ShadowLoads(
      Connections connections, MySqlSettings settings, RowFiles files, InPlaceLog log) {
    this.connections = connections;
    this.serviceSchema = settings.serviceSchema();
    this.exchange = settings.exchange();
    this.log = log;
    this.files = files;
    this.locks = new ShadowLocks(serviceSchema);
  }

  /**
   * Creates a shadow table for a load; empty if the load has to be written in place.
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
    return bulk(plan, large)
        .compose(
            bulk ->
                bulk.isPresent()
                    ? open(session, bulk.get(), plan, record)
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

  private Future<Optional<BulkConnections>> bulk(LoadPlan plan, boolean large) {
    boolean allowed =
        exchange == Exchange.AUTO && plan.table().definition().exchange() == Exchange.AUTO;
    return (allowed ? connections.bulk(plan.loadId()) : ShadowLoads.<BulkConnections>none())
        .compose(
            bulk ->
                bulk.isEmpty() && large
                    ? NotExchangeable.because(
                        allowed ? ExchangeObstacle.OTHER_LARGE_LOAD : ExchangeObstacle.SWITCHED_OFF)
                    : Future.succeededFuture(bulk));
  }

  private Future<Optional<OpenLoad>> open(
      Session session, BulkConnections bulk, LoadPlan plan, RecordLock record) {
    ShadowTable shadow = ShadowTable.of(plan);
    ShadowRecord note = new ShadowRecord(shadow, serviceSchema);
    ExchangeCheck check = new ExchangeCheck(bulk.first(), shadow);
    return locks
        .takeShadow(session, plan)
        .compose(
            alone ->
                alone
                    ? suitable(bulk.first(), plan)
                    : NotExchangeable.because(ExchangeObstacle.OTHER_LARGE_LOAD))
        .compose(
            server ->
                server.isPresent()
                    ? made(note, check, bulk.first(), plan).map(made -> server.filter(any -> made))
                    : ShadowLoads.<Server>none())
        .compose(
            server ->
                server.isPresent()
                    ? uniqueIndexes(note, bulk.first(), plan)
                        .map(
                            indexes ->
                                Optional.of(
                                    opened(
                                        session,
                                        bulk,
                                        plan,
                                        record,
                                        note,
                                        server.get(),
                                        check,
                                        indexes)))
                    : ShadowLoads.<OpenLoad>none())
        .compose(
            opened ->
                opened.isPresent()
                    ? Future.succeededFuture(opened)
                    : unused(bulk).map(Optional.empty()),
            failure ->
                (failure instanceof NotExchangeable || failure instanceof Refused
                        ? unused(bulk)
                        : bulk.discard())
                    .compose(gone -> Future.failedFuture(failure)));
  }

  private OpenLoad opened(
      Session session,
      BulkConnections bulk,
      LoadPlan plan,
      RecordLock record,
      ShadowRecord note,
      Server server,
      ExchangeCheck check,
      UniqueIndexes indexes) {
    RowWriter writer =
        RowWriter.ofNewTable(bulk.all(), plan, ShadowTable.of(plan).filled(), indexes, files);
    return new OpenLoad(
        writer,
        new ExchangeCommit(
            connections, session, bulk, plan, record, writer, note, server, locks, check, log));
  }

  /** The new table has the same. */
  private static Future<UniqueIndexes> uniqueIndexes(
      ShadowRecord note, Session first, LoadPlan plan) {
    return UniqueIndexes.of(first, plan.schema(), plan.table())
        .recover(failure -> note.clear(first).compose(gone -> Future.failedFuture(failure)));
  }

  private static Future<Void> unused(BulkConnections bulk) {
    return bulk.query("ROLLBACK").compose(undone -> bulk.giveBack(), broken -> bulk.discard());
  }

  /** The server if the load gains by an exchange, else empty. */
  private Future<Optional<Server>> suitable(Session first, LoadPlan plan) {
    return Server.of(first)
        .compose(
            server ->
                plan.append() && server == Server.MARIADB
                    ? none()
                    : (plan.append() ? isEmptyAndUntouched(first, plan) : isWorthwhile(first, plan))
                        .map(suitable -> suitable ? Optional.of(server) : Optional.empty()));
  }

  /** Creates the shadow table; false if another load has begun to write in place meanwhile. */
  private Future<Boolean> made(
      ShadowRecord note, ExchangeCheck check, Session first, LoadPlan plan) {
    return ExistingTable.require(first, plan.schema(), plan.table())
        .compose(fits -> check.requireExchangeable())
        .compose(exchangeable -> note.open(first))
        .compose(
            made ->
                check
                    .requireCopied()
                    .recover(
                        failure -> note.clear(first).compose(gone -> Future.failedFuture(failure))))
        .compose(copied -> isStillAlone(note, first, plan));
  }

  /** Others may have begun while the table was created; then the rows would have to be copied. */
  private Future<Boolean> isStillAlone(ShadowRecord note, Session first, LoadPlan plan) {
    return !plan.append()
        ? Future.succeededFuture(true)
        : locks
            .isUntouched(first, plan)
            .compose(alone -> alone ? Future.succeededFuture(true) : note.clear(first).map(false));
  }

  private Future<Boolean> isEmptyAndUntouched(Session first, LoadPlan plan) {
    return locks
        .isUntouched(first, plan)
        .compose(
            untouched ->
                untouched
                    ? ShadowTable.of(plan).isPlaceEmpty(first)
                    : Future.succeededFuture(false));
  }

  private static Future<Boolean> isWorthwhile(Session first, LoadPlan plan) {
    return plan.expectedBytes() >= LARGE_BYTES
        ? Future.succeededFuture(true)
        : ShadowTable.of(plan).hasPlaceRows(first, LARGE_ROWS);
  }

  private static <T> Future<Optional<T>> none() {
    return Future.succeededFuture(Optional.empty());
  }
}
