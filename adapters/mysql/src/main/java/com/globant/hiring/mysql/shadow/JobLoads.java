package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.BulkConnections;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.record.BulkRunSql;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.rows.RowFiles;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.schema.ExistingTable;
import com.globant.hiring.mysql.shadow.ShadowLoads.Server;
import com.globant.hiring.mysql.summary.SummaryChanges;
import com.globant.hiring.mysql.summary.SummarySql;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Creates, finds and publishes the {@link ShadowTable} of loads whose rows a job writes. */
public final class JobLoads {
  private static final String PUBLISHING = "publishing";

  /** The cells of so many parts are in memory at once. */
  private static final int PARTS_AT_A_TIME = 50;

  private final Connections connections;
  private final MySqlSettings settings;
  private final RowFiles files;
  private final ShadowLocks locks;
  private final InPlaceLog log;
  private final BulkRunSql sql;

  /**
   * @param log reports loads whose rows are copied although that was not to be expected
   */
  public JobLoads(Connections connections, MySqlSettings settings, RowFiles files, InPlaceLog log) {
    this.connections = connections;
    this.settings = settings;
    this.files = files;
    this.locks = new ShadowLocks(settings.serviceSchema());
    this.log = log;
    this.sql = new BulkRunSql(settings.serviceSchema());
  }

  /**
   * Creates the table of a load.
   *
   * @param session which holds the locks of the load, and has not touched its table
   * @param engine that runs the job
   */
  public JobLoad create(
      BlockingSession session, LoadPlan plan, RecordLock record, String engine, boolean dryRun) {
    ShadowTable shadow = ShadowTable.of(plan);
    connections.onReportConnection(
        other -> {
          ExistingTable.require(other, plan.schema(), plan.table());
          note(shadow).openForJob(other, engine, !dryRun);
          return true;
        });
    return new JobLoad(this, session, plan, record, shadow, dryRun);
  }

  /** The loads that have begun and may have to be continued; most of them are held. */
  public List<String> ofRunningLoads(BlockingSession session) {
    return StreamSupport.stream(session.query(sql.ofRunningLoads()).spliterator(), false)
        .map(row -> row.getString(0))
        .toList();
  }

  /** Whether no instance holds a load. */
  public boolean isAbandoned(BlockingSession session, String loadId) {
    return session.execute(sql.claimUnlessHeld(), loadId).size() > 0;
  }

  /**
   * Locks the record of a load that another instance has begun, in the transaction of the session.
   *
   * @throws Refused {@code table_busy} if an instance holds it, {@code aborted} if it has ended
   */
  public void claim(BlockingSession session, LoadPlan plan) {
    if (!isAbandoned(session, plan.loadId())) {
      throw new Refused(
          RefusalCode.TABLE_BUSY,
          "load %s is held by another instance, or has ended".formatted(plan.loadId()));
    }
    if (session.execute(sql.progress(), plan.loadId()).size() == 0) {
      throw ended(plan);
    }
  }

  /**
   * Finds the table of a load that this instance has claimed.
   *
   * @throws Refused {@code aborted} if there is none: the load was committed, or is lost
   */
  public JobLoad find(BlockingSession session, LoadPlan plan, RecordLock record, boolean dryRun) {
    ShadowTable first = ShadowTable.of(plan);
    ShadowTable found =
        dryRun ? first : connections.onReportConnection(other -> findTable(other, first));
    return new JobLoad(this, session, plan, record, found, dryRun);
  }

  private ShadowTable findTable(BlockingSession other, ShadowTable first) {
    ShadowTable found = first.found(other).orElseThrow(() -> lost(first));
    if (!PUBLISHING.equals(phase(other, first.loadId()))) {
      return found;
    }
    // The instance that died may have sent a RENAME that has not ended.
    ShadowTable renamed = found.renamed(other);
    other.execute(sql.phase(), "written", first.loadId());
    return renamed;
  }

  private static Refused lost(ShadowTable shadow) {
    return new Refused(
        RefusalCode.ABORTED,
        "load %s was committed, or its table is lost".formatted(shadow.loadId()));
  }

  private static Refused ended(LoadPlan plan) {
    return new Refused(RefusalCode.ABORTED, "load %s has ended".formatted(plan.loadId()));
  }

  /** Brings a load to its end that can be neither continued nor held any more. */
  public void settle(LoadPlan plan) {
    connections.onReportConnection(note(ShadowTable.of(plan))::settle);
  }

  private String phase(BlockingSession other, String loadId) {
    RowSet<Row> found = other.execute(sql.progress(), loadId);
    return found.size() == 0 ? "" : found.iterator().next().getString(2);
  }

  ShadowRecord note(ShadowTable shadow) {
    return new ShadowRecord(shadow, settings.serviceSchema());
  }

  Connections connections() {
    return connections;
  }

  BulkRunSql sql() {
    return sql;
  }

  /** Makes a filled table ready to be committed; copies its rows if it cannot be exchanged. */
  ExchangeCommit publish(
      BlockingSession session, LoadPlan plan, RecordLock record, ShadowTable shadow) {
    connections.onReportConnection(other -> other.execute(sql.phase(), PUBLISHING, plan.loadId()));
    BulkConnections connection = session.await(() -> connections.forExchange(plan.loadId()));
    BlockingSession first = new BlockingSession(session.context(), connection.first());
    RowWriter writer;
    Server server;
    try {
      server = Server.of(first);
      writer =
          RowWriter.ofNewTable(
              session.context(),
              connection.all(),
              plan,
              shadow.filled(),
              ExistingTable.require(first, plan.schema(), plan.table()),
              files);
      addCounts(session, first, plan, writer.summaryChanges());
      first.query("COMMIT");
    } catch (RuntimeException failure) {
      session.await(connection::discard);
      throw failure;
    }
    ExchangeCheck check = new ExchangeCheck(first, shadow);
    ExchangeCommit exchange =
        new ExchangeCommit(
            connections,
            session,
            connection,
            plan,
            shadow,
            record,
            writer,
            note(shadow),
            server,
            locks,
            check,
            log);
    try {
      if (!isExchangeable(first, plan, shadow, server, check)) {
        exchange.copyNow();
      }
    } catch (RuntimeException failure) {
      exchange.rollBack(failure);
      throw failure;
    }
    return exchange;
  }

  /** What the job has counted of hires. */
  private void addCounts(
      BlockingSession session, BlockingSession first, LoadPlan plan, SummaryChanges changes) {
    if (!changes.areCounted()) {
      return;
    }
    changes.look(connections);
    // Those of an instance that died when it published the load.
    first.execute(SummarySql.deleteUncounted(plan.schema()), plan.loadId());
    int from = 0;
    while (true) {
      RowSet<Row> parts = first.execute(sql.cells(), plan.loadId(), from, PARTS_AT_A_TIME);
      for (Row part : parts) {
        from = part.getInteger(0) + 1;
        changes.inserted(part.getString(1));
        if (changes.areMany()) {
          session.await(changes::write);
        }
      }
      if (parts.size() < PARTS_AT_A_TIME) {
        return;
      }
    }
  }

  private boolean isExchangeable(
      BlockingSession first,
      LoadPlan plan,
      ShadowTable shadow,
      Server server,
      ExchangeCheck check) {
    boolean possible =
        settings.exchange() == Exchange.AUTO
            && plan.table().definition().exchange() == Exchange.AUTO
            && ShadowLocks.areFor(plan.table())
            && !plan.updatesTable()
            && (!plan.append() || (server == Server.MYSQL && shadow.isPlaceEmpty(first)));
    first.query("ROLLBACK");
    if (!possible) {
      return false;
    }
    try {
      check.requireExchangeable();
      return true;
    } catch (NotExchangeable reason) {
      log.report(plan, reason);
      return false;
    }
  }

  /** Ends the transaction of a load that was not published, and deletes what belongs to it. */
  void drop(BlockingSession session, ShadowTable shadow, @Nullable Throwable failure) {
    session.rollBack(failure);
    connections.onReportConnection(
        other -> {
          note(shadow).clear(other);
          return true;
        });
  }
}
