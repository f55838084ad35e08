package com.globant.hiring.mysql.load;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.connection.Stages;
import com.globant.hiring.mysql.keys.KeyMemory;
import com.globant.hiring.mysql.keys.LoadContext;
import com.globant.hiring.mysql.keys.ReferenceKeys;
import com.globant.hiring.mysql.keys.UniqueIndexes;
import com.globant.hiring.mysql.record.RecordLock;
import com.globant.hiring.mysql.record.RecordSql;
import com.globant.hiring.mysql.record.ShadowLocks;
import com.globant.hiring.mysql.record.TableHolder;
import com.globant.hiring.mysql.rows.CommitInPlace;
import com.globant.hiring.mysql.rows.OpenLoad;
import com.globant.hiring.mysql.rows.RowFiles;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.rows.SelfReferences;
import com.globant.hiring.mysql.shadow.DeadShadows;
import com.globant.hiring.mysql.shadow.InPlace;
import com.globant.hiring.mysql.shadow.InPlaceLog;
import com.globant.hiring.mysql.shadow.ShadowLoads;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Begins loads, each with its own connection and transaction. */
public final class MySqlLoadTransactions implements LoadTransactions {
  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;
  private final RecordSql sql;
  private final Duration keepAlive;
  private final RowFiles files;
  private final ShadowLoads shadowLoads;
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
    this.sql = new RecordSql(settings.serviceSchema());
    this.keepAlive = keepAlive;
    this.files =
        new RowFiles(
            vertx, settings.rowFiles(), settings.localInfile(), new KeyMemory(settings.keyBytes()));
    this.shadowLoads = new ShadowLoads(connections, settings, files, new InPlaceLog(observer));
    this.shadowLocks = new ShadowLocks(settings.serviceSchema());
    this.deadShadows =
        new DeadShadows(connections, settings.catalog(), settings.serviceSchema(), observer);
  }

  @Override
  public CompletionStage<LoadTransaction> begin(LoadPlan plan) {
    if (!settings.schemas().contains(plan.schema())) {
      throw new IllegalArgumentException("Schema " + plan.schema() + " is not configured");
    }
    Context context = vertx.getOrCreateContext();
    return Stages.on(
        context,
        () -> connections.forLoad(plan.loadId()).compose(session -> begin(context, session, plan)),
        failure ->
            DatabaseFailures.translated(
                failure,
                "another load holds %s, or a table that goes with it; repeat this one when that has ended"
                    .formatted(plan.table().name())));
  }

  private Future<LoadTransaction> begin(Context context, Session session, LoadPlan plan) {
    RecordLock record = new RecordLock(vertx, connections, settings, session, plan);
    LoadContext own = new LoadContext(context, plan.table());
    ReferenceKeys references = new ReferenceKeys(own, session, plan.schema(), files.keyMemory());
    return session
        .query("START TRANSACTION")
        .compose(begun -> record.claim())
        .compose(claimed -> lock(session, plan))
        .compose(locked -> deadShadows.settle(session, plan.schema(), plan.table()))
        .compose(settled -> references.read())
        .compose(read -> open(session, plan, record))
        .compose(load -> load.writer().summaryChanges().look(connections).map(load))
        .compose(
            load ->
                SelfReferences.of(own, plan, load.writer(), files)
                    .<LoadTransaction>map(
                        selfReferences ->
                            new MySqlLoadTransaction(
                                own, session, plan, references, selfReferences, load, keepAlive)))
        .recover(
            failure -> {
              references.close();
              return session.rollBack(failure).compose(nothing -> Future.failedFuture(failure));
            });
  }

  private Future<OpenLoad> open(Session session, LoadPlan plan, RecordLock record) {
    return shadowLoads
        .open(session, plan, record)
        .compose(
            shadow ->
                shadow.isPresent()
                    ? Future.succeededFuture(shadow.get())
                    : inPlace(session, plan)
                        .compose(ready -> UniqueIndexes.of(session, plan.schema(), plan.table()))
                        .map(indexes -> opened(session, plan, record, indexes)));
  }

  private OpenLoad opened(
      Session session, LoadPlan plan, RecordLock record, UniqueIndexes indexes) {
    RowWriter writer = RowWriter.inPlace(session, plan, indexes, files);
    return new OpenLoad(writer, new CommitInPlace(session, record, writer));
  }

  private Future<Void> inPlace(Session session, LoadPlan plan) {
    Future<Void> announced =
        plan.append() && ShadowLocks.areFor(plan.table())
            ? shadowLocks.writeInPlace(session, plan)
            : Future.succeededFuture();
    return announced.compose(nothing -> InPlace.open(session, plan));
  }

  /**
   * Takes the lock rows that a load needs: shared those of the tables that its rows reference, so
   * that these are not replaced; its own, shared for an append and exclusive for a replace. No load
   * waits for a lock row, so their order does not matter.
   */
  private Future<Void> lock(Session session, LoadPlan plan) {
    List<Table> shared = plan.table().referencedTables();
    return Future.all(
            plan.table().schema().tables().stream()
                .filter(table -> table.equals(plan.table()) || shared.contains(table))
                .map(table -> lock(session, plan, table))
                .toList())
        .mapEmpty();
  }

  private Future<Void> lock(Session session, LoadPlan plan, Table table) {
    boolean exclusive = table.equals(plan.table()) && !plan.append();
    String lock = exclusive ? Sql.EXCLUSIVE_NOWAIT : Sql.SHARED_NOWAIT;
    return session
        .execute(
            Sql.loadLock(settings.serviceSchema(), lock), Tuple.of(plan.schema(), table.name()))
        .map(rows -> taken(rows, table))
        .recover(
            failure ->
                DatabaseFailures.isBusy(failure)
                    ? TableHolder.refusal(session, sql, plan, table, exclusive, failure)
                        .compose(Future::failedFuture)
                    : Future.failedFuture(failure));
  }

  private static Void taken(RowSet<Row> rows, Table table) {
    if (rows.size() != 1) {
      throw new IllegalStateException("Table load_locks has no row for " + table.name());
    }
    return null;
  }
}
