package com.globant.hiring.mysql.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that loads of this instance hold, so that silent ones can be ended. */
final class ConnectionsOfLoads {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionsOfLoads.class);

  private final Vertx vertx;
  private final Duration longestSilence;
  private final Map<String, Set<OfLoad>> ofLoads = new ConcurrentHashMap<>();

  /**
   * @param longestSilence after which the server has dropped a silent connection
   */
  ConnectionsOfLoads(Vertx vertx, Duration longestSilence) {
    this.vertx = vertx;
    this.longestSilence = longestSilence;
  }

  /** To be called on the context that uses the connection. */
  void add(String loadId, Session session) {
    OfLoad connection = new OfLoad(vertx.getOrCreateContext(), session, new ServerConnection());
    connection.known().ask(session);
    Set<OfLoad> those = ofLoads.computeIfAbsent(loadId, id -> ConcurrentHashMap.newKeySet());
    those.add(connection);
    session.atEnd(
        () -> {
          those.remove(connection);
          ofLoads.computeIfPresent(loadId, (id, left) -> left.isEmpty() ? null : left);
        });
  }

  /** Ends the connections that a load has here, whatever they wait for. For any thread. */
  void discard(String loadId) {
    Set<OfLoad> those = ofLoads.getOrDefault(loadId, Set.of());
    if (!those.isEmpty()) {
      LOG.warn("The connections of load {} are silent and were given up", loadId);
      those.forEach(OfLoad::discard);
    }
  }

  /**
   * As {@link #discard(String)}, if one of them has waited for an answer for longer than the server
   * keeps a silent connection, and the server has it no more. One that the server works for stays,
   * however long that takes.
   *
   * @param asked another connection to the server
   */
  Future<Void> discardIfDropped(String loadId, Session asked) {
    List<ServerConnection> waiting =
        ofLoads.getOrDefault(loadId, Set.of()).stream()
            .filter(each -> each.session().waitsFor(longestSilence))
            .map(OfLoad::known)
            .toList();
    return ServerConnection.isAnyDropped(waiting, asked)
        .onSuccess(
            dropped -> {
              if (dropped) {
                discard(loadId);
              }
            })
        .mapEmpty();
  }

  private record OfLoad(Context context, Session session, ServerConnection known) {
    void discard() {
      context.runOnContext(nothing -> session.discard());
    }
  }
}
