package com.globant.hiring.mysql.keys;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.IncomingReference;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds keys that rows reference and that the loaded table does not have any more. */
public final class OrphanedKeys {
  private final Session session;
  private final LoadPlan plan;

  /**
   * @param session of the load
   */
  public OrphanedKeys(Session session, LoadPlan plan) {
    this.session = session;
    this.plan = plan;
  }

  /** At most {@code limit} keys, without repetitions. */
  public Future<List<OrphanedKey>> find(int limit) {
    Set<OrphanedKey> found = new LinkedHashSet<>();
    Future<Void> searched = Future.succeededFuture();
    for (IncomingReference incoming : plan.referencesAtRisk()) {
      searched = searched.compose(nothing -> find(incoming, limit, found));
    }
    return searched.map(nothing -> found.stream().limit(limit).toList());
  }

  private Future<Void> find(IncomingReference incoming, int limit, Set<OrphanedKey> found) {
    List<Column> columns =
        incoming.key().referencedColumns().stream()
            .map(name -> plan.table().columns().get(plan.table().position(name)))
            .toList();
    return session
        .execute(Sql.orphans(plan.schema(), plan.table(), incoming), Tuple.of(limit))
        .map(
            rows -> {
              for (Row row : rows) {
                found.add(new OrphanedKey(columns, values(columns, row)));
              }
              return null;
            });
  }

  private static List<Object> values(List<Column> columns, Row row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(SqlValues.read(row, i, columns.get(i)));
    }
    return values;
  }
}
