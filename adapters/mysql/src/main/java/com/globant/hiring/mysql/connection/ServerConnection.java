package com.globant.hiring.mysql.connection;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a connection to the server, so that another connection can ask whether it still
 * exists.
 */
final class ServerConnection {
  /** One name may lead to several servers. */
  private static final String SERVER = "CONCAT_WS(' ', @@hostname, @@port, @@server_id)";

  private volatile @Nullable Known known;

  private record Known(String server, long id) {}

  /** Does not wait for the answer. Without one, the connection never counts as dropped. */
  void ask(Session session) {
    session
        .query("SELECT %s, CONNECTION_ID()".formatted(SERVER))
        .onSuccess(
            rows -> {
              Row row = rows.iterator().next();
              known = new Known(row.getString(0), row.getLong(1));
            });
  }

  /**
   * Whether the server has dropped any of these. Connections to another server do not count, and
   * none does if the server does not show even the connection that asks.
   */
  static Future<Boolean> isAnyDropped(List<ServerConnection> connections, Session asked) {
    Set<Known> wanted = new HashSet<>();
    for (ServerConnection each : connections) {
      Known connection = each.known;
      if (connection != null) {
        wanted.add(connection);
      }
    }
    if (wanted.isEmpty()) {
      return Future.succeededFuture(false);
    }
    String ids =
        wanted.stream().map(each -> String.valueOf(each.id())).collect(Collectors.joining(", "));
    return asked
        .query(
            "SELECT id, id = CONNECTION_ID(), %s FROM information_schema.processlist WHERE id = CONNECTION_ID() OR id IN (%s)"
                .formatted(SERVER, ids))
        .map(
            rows -> {
              boolean seesItself = false;
              for (Row row : rows) {
                seesItself |= row.getLong(1) == 1;
                wanted.remove(new Known(row.getString(2), row.getLong(0)));
              }
              String server = rows.size() == 0 ? "" : rows.iterator().next().getString(2);
              return seesItself && wanted.stream().anyMatch(each -> each.server().equals(server));
            });
  }
}
