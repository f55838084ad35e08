package com.globant.hiring.mysql.load;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.BulkTransaction;
import com.globant.hiring.application.load.BulkTransactions;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Stages;
import com.globant.hiring.mysql.keys.KeyMemory;
import com.globant.hiring.mysql.keys.ReferenceKeys;
import com.globant.hiring.mysql.record.LoadLocks;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.rows.CommitInPlace;
import com.globant.hiring.mysql.rows.InPlace;
import com.globant.hiring.mysql.rows.OpenLoad;
import com.globant.hiring.mysql.rows.RowFiles;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import com.globant.hiring.mysql.shadow.DeadShadows;
import com.globant.hiring.mysql.shadow.InPlaceLog;
import com.globant.hiring.mysql.shadow.JobLoad;
import com.globant.hiring.mysql.shadow.JobLoads;
import com.globant.hiring.mysql.shadow.ShadowLoads;
import com.globant.hiring.mysql.waiting.SelfReferences;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Begins loads, each with its own connection and transaction. */
public final class MySqlLoadTransactions implements LoadTransactions, BulkTransactions {
  private static final String TABLE_BYTES =
      """
      SELECT COALESCE(MAX(data_length), 0) FROM information_schema.tables
      WHERE table_schema = ? AND table_name = ?\
      """;

  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;
  private final Duration keepAlive;
  private final LoadLocks locks;
  private final RowFiles files;
  private final ShadowLoads shadowLoads;
  private final JobLoads jobLoads;
  private final ShadowLocks shadowLocks;
  private final DeadShadows deadShadows;

  /**
   * @param keepAlive how often a load without statements sends one, since the server ends silent
   *     connections
   */
  public MySqlLoadTransactions(
      Vertx vertx,
      Connections connections,
      MySqlSettings settings,
      Duration keepAlive,
      DatabaseObserver observer) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
    this.locks = new LoadLocks(settings.serviceSchema());
    this.keepAlive = keepAlive;
    this.files =
        new RowFiles(
            vertx, settings.rowFiles(), settings.localInfile(), new KeyMemory(settings.keyBytes()));
    InPlaceLog log = new InPlaceLog(observer);
    this.shadowLoads = new ShadowLoads(connections, settings, files, log);
    this.jobLoads = new JobLoads(connections, settings, files, log);
    this.shadowLocks = new ShadowLocks(settings.serviceSchema());
    this.deadShadows =
        new DeadShadows(connections, settings.catalog(), settings.serviceSchema(), observer);
  }

  @Override
  public CompletionStage<LoadTransaction> begin(LoadPlan plan) {
    if (!settings.schemas().contains(plan.schema())) {
      throw new IllegalArgumentException("Schema " + plan.schema() + " is not configured");
    }
    // Of the caller's thread: Vert.x gives a thread the same context each time, and with it the
    // same event loop.
    Context context = vertx.getOrCreateContext();
    return onThread(plan, () -> beginNow(context, plan));
  }

  private static <T> CompletionStage<T> onThread(LoadPlan plan, Supplier<T> action) {
    return Stages.onThread(
        action,
        failure ->
            DatabaseFailures.translated(
                failure,
                "another load holds %s, or a table that goes with it; repeat this one when that has ended"
                    .formatted(plan.table().name())));
  }

  @Override
  public CompletionStage<BulkTransaction> begin(LoadPlan plan, String engine, boolean dryRun) {
    Context context = vertx.getOrCreateContext();
    return onThread(
        plan,
        () ->
            bulk(
                context,
                plan,
                (session, record) -> {
                  record.claim();
                  lock(session, plan);
                  return jobLoads.create(session, plan, record, engine, dryRun);
                }));
  }

  @Override
  public CompletionStage<List<String>> abandoned() {
    return onReportConnection(
        session ->
            jobLoads.ofRunningLoads(session).stream()
                .filter(loadId -> jobLoads.isAbandoned(session, loadId))
                .toList());
  }

  @Override
  public CompletionStage<Long> tableBytes(String schema, Table table) {
    return onReportConnection(
        session -> session.execute(TABLE_BYTES, schema, table.name()).iterator().next().getLong(0));
  }

  private <T> CompletionStage<T> onReportConnection(Function<BlockingSession, T> question) {
    return Stages.onThread(
        () -> connections.onReportConnection(question),
        failure -> DatabaseFailures.translated(failure, "the records of loads are locked"));
  }

  @Override
  public CompletionStage<BulkTransaction> resume(LoadPlan plan, boolean dryRun) {
    Context context = vertx.getOrCreateContext();
    return onThread(
        plan,
        () -> {
          try {
            return bulk(
                context,
                plan,
                (session, record) -> {
                  jobLoads.claim(session, plan);
                  lock(session, plan);
                  return jobLoads.find(session, plan, record, dryRun);
                });
          } catch (Refused refused) {
            if (refused.code() == RefusalCode.ABORTED) {
              jobLoads.settle(plan);
            }
            throw refused;
          }
        });
  }

  /** The locks of a load. The rows that its rows may reference stay locked; the job reads them. */
  private void lock(BlockingSession session, LoadPlan plan) {
    locks.take(session, plan);
    deadShadows.settle(session, plan.schema(), plan.table());
    ReferenceKeys references = new ReferenceKeys(session, plan, files.keyMemory());
    try {
      references.read();
    } finally {
      references.close();
    }
  }

  private BulkTransaction bulk(
      Context context, LoadPlan plan, BiFunction<BlockingSession, RecordLock, JobLoad> begin) {
    BlockingSession session = BlockingSession.of(context, () -> connections.forLoad(plan.loadId()));
    try {
      RecordLock record = new RecordLock(vertx, connections, settings, session, plan);
      session.query("START TRANSACTION");
      return new MySqlBulkTransaction(session, plan, begin.apply(session, record), keepAlive);
    } catch (RuntimeException | Error failure) {
      session.rollBack(failure);
      throw failure;
    }
  }

  private LoadTransaction beginNow(Context context, LoadPlan plan) {
    BlockingSession session = BlockingSession.of(context, () -> connections.forLoad(plan.loadId()));
    ReferenceKeys references = new ReferenceKeys(session, plan, files.keyMemory());
    OpenLoad load = null;
    try {
      RecordLock record = new RecordLock(vertx, connections, settings, session, plan);
      session.query("START TRANSACTION");
      record.claim();
      locks.take(session, plan);
      // What a dead load has committed must be recorded before what follows.
      deadShadows.settle(session, plan.schema(), plan.table());
      references.read();
      load =
          shadowLoads
              .open(session, plan, record)
              .orElseGet(() -> openInPlace(session, plan, record));
      load.writer().summaryChanges().look(connections);
      SelfReferences selfReferences = new SelfReferences(plan, load.writer(), files);
      return new MySqlLoadTransaction(session, plan, references, selfReferences, load, keepAlive);
    } catch (RuntimeException | Error failure) {
      references.close();
      if (load == null) {
        session.rollBack(failure);
      } else {
        load.commit().rollBack(failure);
      }
      throw failure;
    }
  }

  private OpenLoad openInPlace(BlockingSession session, LoadPlan plan, RecordLock record) {
    if (plan.append() && ShadowLocks.areFor(plan.table())) {
      shadowLocks.writeInPlace(session, plan);
    }
    UniqueIndexes indexes = InPlace.open(session, plan);
    RowWriter writer = RowWriter.inPlace(session, plan, indexes, files);
    return new OpenLoad(writer, new CommitInPlace(session, record, writer));
  }
}
