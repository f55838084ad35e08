package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.OncePerMinute;
import com.globant.hiring.mysql.record.RecordSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings loads with a {@link ShadowTable} to their end that died, or could not clear up after
 * themselves.
 */
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

  /** One round. What cannot be settled now is left for the next one. */
  public Future<Void> settleAll() {
    return connections
        .beside(session -> session.query(sql.shadowLoads()))
        .compose(
            found -> {
              Future<Void> settled = Future.succeededFuture();
              for (Row row : found) {
                settled = settled.compose(nothing -> settleIfDead(row));
              }
              return settled;
            });
  }

  private Future<Void> settleIfDead(Row row) {
    String loadId = row.getString(0);
    Optional<Table> table = catalog.named(row.getString(2));
    if (table.isEmpty()) {
      return Future.succeededFuture();
    }
    ShadowTable shadow = new ShadowTable(row.getString(1), table.get(), loadId);
    return connections
        .beside(session -> session.execute(sql.lockUnlessHeld(), Tuple.of(loadId)))
        .compose(
            free ->
                free.size() == 0
                    ? Future.<Void>succeededFuture()
                    : connections
                        .beside(new ShadowRecord(shadow, serviceSchema)::settle)
                        .<Void>mapEmpty())
        .recover(
            failure -> {
              observer.notSettled(table.get());
              if (warnings.isDue(loadId)) {
                LOG.warn(
                    "Load {} of {}.{}, whose instance died, cannot be brought to its end now, and is tried again: {}",
                    loadId,
                    shadow.schema(),
                    table.get().name(),
                    failure.getMessage());
              }
              return Future.succeededFuture();
            });
  }
}
