package com.globant.hiring.mysql.keys;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.domain.table.IncomingReference;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds keys that rows reference and that the loaded table does not have any more. */
public final class OrphanedKeys {
  private OrphanedKeys() {}

  /**
   * At most {@code limit} keys, without repetitions.
   *
   * @param session of the load
   */
  public static List<OrphanedKey> find(BlockingSession session, LoadPlan plan, int limit) {
    Set<OrphanedKey> found = new LinkedHashSet<>();
    for (IncomingReference incoming : plan.referencesAtRisk()) {
      TableKey key = new TableKey(plan.table(), incoming.key().referencedColumns());
      for (Row row : session.execute(Sql.orphans(plan.schema(), plan.table(), incoming), limit)) {
        found.add(new OrphanedKey(key.columns(), key.values(row)));
      }
    }
    return found.stream().limit(limit).toList();
  }
}
