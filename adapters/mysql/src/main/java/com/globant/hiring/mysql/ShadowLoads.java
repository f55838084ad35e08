package com.globant.hiring.mysql;

import com.globant.hiring.application.DuplicateKeys;
import com.globant.hiring.application.LoadPlan;
import com.globant.hiring.domain.Table;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the loads that a {@link ShadowWriter} is for: those of many rows, whose keys alone tell
 * which rows are duplicates, of a table that can be exchanged without anybody noticing. One at a
 * time in an instance, as it takes what the database can give.
 */
final class ShadowLoads {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowLoads.class);

  /** Smaller files are written into the table in less time than another table takes to make. */
  static final long LARGE_BYTES = 2L << 20;

  /** As {@link #LARGE_BYTES}, of rows that a replace takes away. */
  private static final int LARGE_ROWS = 20_000;

  /**
   * What would not go with a table that is exchanged for another one: triggers, and foreign keys
   * from it and to it.
   */
  private static final String TIES =
      """
      SELECT VERSION(), (
        SELECT COUNT(*) FROM information_schema.triggers
        WHERE event_object_schema = ? AND event_object_table = ?) + (
        SELECT COUNT(*) FROM information_schema.referential_constraints
        WHERE constraint_schema = ? AND table_name = ?) + (
        SELECT COUNT(*) FROM information_schema.referential_constraints
        WHERE unique_constraint_schema = ? AND referenced_table_name = ?)""";

  /** What kind of server there is, as they differ in what can be done to locked tables. */
  enum Server {
    MYSQL,
    MARIADB;

    private static Server of(String version) {
      return version.contains("MariaDB") ? MARIADB : MYSQL;
    }
  }

  private final Connections connections;
  private final String serviceSchema;
  private final RowFiles files;
  private final ShadowLocks locks;

  /**
   * @param serviceSchema where the records of loads are
   */
  ShadowLoads(Connections connections, String serviceSchema, RowFiles files) {
    this.connections = connections;
    this.serviceSchema = serviceSchema;
    this.files = files;
    this.locks = new ShadowLocks(serviceSchema);
  }

  /** Whether loads of a table may be of this kind, so that they must know of each other. */
  static boolean areOf(Table table) {
    return table.referencingTables().isEmpty();
  }

  /**
   * Opens a shadow table for a load, where it is one for that and nothing is in the way.
   *
   * @param session which holds the locks of the load, and has not touched its table
   */
  Future<Optional<RowTarget>> open(Session session, LoadPlan plan, CommitOutcome outcome) {
    boolean large = plan.expectedBytes() >= LARGE_BYTES;
    if (!areOf(plan.table())
        || plan.duplicates() == DuplicateKeys.UPDATE
        || (plan.append() && !large)) {
      return none();
    }
    return connections
        .lanes(plan.loadId())
        .compose(
            lanes ->
                lanes.isPresent()
                    ? open(session, lanes.get(), plan, outcome)
                    : ShadowLoads.<RowTarget>none())
        .recover(
            failure -> {
              LOG.warn(
                  "Load {} takes the slower way, into the table itself: {}",
                  plan.loadId(),
                  failure.getMessage());
              return none();
            });
  }

  private Future<Optional<RowTarget>> open(
      Session session, Lanes lanes, LoadPlan plan, CommitOutcome outcome) {
    ShadowRecord record = new ShadowRecord(ShadowTable.of(plan), serviceSchema);
    return locks
        .takeShadow(session, plan)
        .compose(alone -> alone ? suitable(lanes.first(), plan) : none())
        .compose(
            server ->
                server.isPresent()
                    ? record
                        .open(lanes.first())
                        .compose(made -> isStillAlone(record, lanes.first(), plan))
                        .map(alone -> server.filter(any -> alone))
                    : ShadowLoads.<Server>none())
        .compose(
            server ->
                server.isPresent()
                    ? Future.succeededFuture(
                        Optional.<RowTarget>of(
                            new ShadowWriter(
                                session,
                                lanes,
                                plan,
                                new ShadowExchange(
                                    session, lanes, plan, outcome, record, server.get(), locks),
                                files)))
                    : lanes
                        .query("ROLLBACK")
                        .compose(undone -> lanes.giveBack())
                        .map(Optional.empty()),
            failure -> lanes.discard().compose(gone -> Future.failedFuture(failure)));
  }

  /** The server where table and load are fit, else nothing. */
  private Future<Optional<Server>> suitable(Session lane, LoadPlan plan) {
    String schema = plan.schema();
    String table = plan.table().tableName();
    return lane.execute(TIES, Tuple.of(schema, table, schema, table, schema, table))
        .compose(
            found -> {
              Row row = found.iterator().next();
              Server server = Server.of(row.getString(0));
              if (row.getLong(1) > 0 || (plan.append() && server == Server.MARIADB)) {
                return none();
              }
              return (plan.append() ? isEmptyAndUntouched(lane, plan) : isWorthwhile(lane, plan))
                  .map(suitable -> suitable ? Optional.of(server) : Optional.empty());
            });
  }

  /** Making a table takes long enough for others to have begun; its rows would be copied then. */
  private Future<Boolean> isStillAlone(ShadowRecord record, Session lane, LoadPlan plan) {
    return !plan.append()
        ? Future.succeededFuture(true)
        : locks
            .isUntouched(lane, plan)
            .compose(alone -> alone ? Future.succeededFuture(true) : record.clear(lane).map(false));
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
