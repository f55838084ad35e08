package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.BulkConnections;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.rows.OpenLoad;
import com.globant.hiring.mysql.rows.RowFiles;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.schema.ExistingTable;
import com.globant.hiring.mysql.schema.UniqueIndexes;
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

    static Server of(BlockingSession session) {
      String version = session.query("SELECT VERSION()").iterator().next().getString(0);
      return version.contains("MariaDB") ? MARIADB : MYSQL;
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
  public Optional<OpenLoad> open(BlockingSession session, LoadPlan plan, RecordLock record) {
    boolean large = plan.expectedBytes() >= LARGE_BYTES;
    if (!ShadowLocks.areFor(plan.table())
        || plan.duplicates() == DuplicateKeys.UPDATE
        || (plan.append() && !large)) {
      return Optional.empty();
    }
    try {
      Optional<BulkConnections> bulk = bulk(session, plan, large);
      return bulk.isPresent() ? open(session, bulk.get(), plan, record) : Optional.empty();
    } catch (Refused refused) {
      throw refused;
    } catch (RuntimeException failure) {
      log.report(plan, failure);
      return Optional.empty();
    }
  }

  private Optional<BulkConnections> bulk(BlockingSession session, LoadPlan plan, boolean large) {
    boolean allowed =
        exchange == Exchange.AUTO && plan.table().definition().exchange() == Exchange.AUTO;
    Optional<BulkConnections> bulk =
        allowed ? session.await(() -> connections.bulk(plan.loadId())) : Optional.empty();
    NotExchangeable.unless(
        bulk.isPresent() || !large,
        allowed ? ExchangeObstacle.OTHER_LARGE_LOAD : ExchangeObstacle.SWITCHED_OFF);
    return bulk;
  }

  private Optional<OpenLoad> open(
      BlockingSession session, BulkConnections bulk, LoadPlan plan, RecordLock record) {
    BlockingSession first = new BlockingSession(session.context(), bulk.first());
    try {
      NotExchangeable.unless(locks.takeShadow(session, plan), ExchangeObstacle.OTHER_LARGE_LOAD);
      Server server = Server.of(first);
      Optional<OpenLoad> load =
          isWorthwhile(server, first, plan)
              ? create(session, bulk, first, plan, record, server)
              : Optional.empty();
      if (load.isEmpty()) {
        giveBack(session, bulk);
      }
      return load;
    } catch (NotExchangeable | Refused reason) {
      giveBack(session, bulk);
      throw reason;
    } catch (RuntimeException failure) {
      session.await(bulk::discard);
      throw failure;
    }
  }

  private static void giveBack(BlockingSession session, BulkConnections bulk) {
    session.await(
        () -> bulk.query("ROLLBACK").compose(undone -> bulk.giveBack(), broken -> bulk.discard()));
  }

  /** Whether the load gains by an exchange. */
  private boolean isWorthwhile(Server server, BlockingSession first, LoadPlan plan) {
    ShadowTable shadow = ShadowTable.of(plan);
    return plan.append()
        ? server == Server.MYSQL && locks.isUntouched(first, plan) && shadow.isPlaceEmpty(first)
        : plan.expectedBytes() >= LARGE_BYTES || shadow.hasPlaceRows(first, LARGE_ROWS);
  }

  /** Creates the shadow table; empty if another load has begun to write in place meanwhile. */
  private Optional<OpenLoad> create(
      BlockingSession session,
      BulkConnections bulk,
      BlockingSession first,
      LoadPlan plan,
      RecordLock record,
      Server server) {
    ShadowTable shadow = ShadowTable.of(plan);
    ShadowRecord note = new ShadowRecord(shadow, serviceSchema);
    ExchangeCheck check = new ExchangeCheck(first, shadow);
    UniqueIndexes indexes = ExistingTable.require(first, plan.schema(), plan.table());
    check.requireExchangeable();
    note.open(first);
    try {
      check.requireCopied();
    } catch (RuntimeException failure) {
      note.clear(first);
      throw failure;
    }
    if (plan.append() && !locks.isUntouched(first, plan)) {
      // The rows would have to be copied.
      note.clear(first);
      return Optional.empty();
    }
    RowWriter writer =
        RowWriter.ofNewTable(session.context(), bulk.all(), plan, shadow.filled(), indexes, files);
    return Optional.of(
        new OpenLoad(
            writer,
            new ExchangeCommit(
                connections,
                session,
                bulk,
                plan,
                shadow,
                record,
                writer,
                note,
                server,
                locks,
                check,
                log)));
  }
}
