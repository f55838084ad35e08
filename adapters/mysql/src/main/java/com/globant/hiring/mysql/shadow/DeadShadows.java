package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.OncePerMinute;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.record.RecordSql;
import com.globant.hiring.mysql.record.ShadowLocks;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles loads with a {@link ShadowTable} that died or could not clean up. */
public final class DeadShadows {
  private static final Logger LOG = LoggerFactory.getLogger(DeadShadows.class);

  private final Connections connections;
  private final DatabaseObserver observer;
  private final OncePerMinute warnings = new OncePerMinute();
  private final RecordSql sql;
  private final Catalog catalog;
  private final String serviceSchema;

  public DeadShadows(
      Connections connections, Catalog catalog, String serviceSchema, DatabaseObserver observer) {
    this.catalog = catalog;
    this.connections = connections;
    this.observer = observer;
    this.sql = new RecordSql(serviceSchema);
    this.serviceSchema = serviceSchema;
  }

  /** Those of all tables. What cannot be settled now is left for the next call. */
  public Future<Void> settleAll() {
    return connections
        .onReportConnection(session -> session.query(sql.shadowLoads()))
        .compose(
            found ->
                each(
                    found,
                    shadow -> settleIfDead(shadow).recover(failure -> report(shadow, failure))));
  }

  /**
   * Those of one table; fails if one cannot be settled. A load calls this when it has its locks and
   * before it changes anything: what a dead load has committed must be recorded before what
   * follows.
   *
   * @param session of the load
   */
  public Future<Void> settle(Session session, String schema, Table table) {
    return ShadowLocks.areFor(table)
        ? session
            .execute(sql.shadowLoadsOfTable(), Tuple.of(schema, table.name()))
            .compose(found -> each(found, this::settleIfDead))
        : Future.succeededFuture();
  }

  private Future<Void> each(Iterable<Row> found, Function<ShadowTable, Future<Void>> settling) {
    Future<Void> settled = Future.succeededFuture();
    for (Row row : found) {
      Optional<Table> table = catalog.find(row.getString(1), row.getString(2));
      if (table.isPresent()) {
        ShadowTable shadow = new ShadowTable(row.getString(1), table.get(), row.getString(0));
        settled = settled.compose(nothing -> settling.apply(shadow));
      }
    }
    return settled;
  }

  private Future<Void> settleIfDead(ShadowTable shadow) {
    return connections
        .onReportConnection(
            session -> session.execute(sql.lockUnlessHeld(), Tuple.of(shadow.loadId())))
        .compose(
            free ->
                free.size() == 0
                    ? Future.succeededFuture()
                    : connections
                        .onReportConnection(new ShadowRecord(shadow, serviceSchema)::settle)
                        .mapEmpty());
  }

  private Future<Void> report(ShadowTable shadow, Throwable failure) {
    observer.notSettled(shadow.table());
    if (warnings.isDue(shadow.loadId())) {
      LOG.warn(
          "Load {} of {}.{}, whose instance died, cannot be brought to its end now, and is tried again: {}",
          shadow.loadId(),
          shadow.schema(),
          shadow.table().name(),
          failure.getMessage());
    }
    return Future.succeededFuture();
  }
}
