package com.globant.hiring.mysql.connection;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that loads of this instance hold, so that silent ones can be ended. */
final class ConnectionsOfLoads {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionsOfLoads.class);

  private final Vertx vertx;
  private final Map<String, Set<OfLoad>> ofLoads = new ConcurrentHashMap<>();

  ConnectionsOfLoads(Vertx vertx) {
    this.vertx = vertx;
  }

  /** To be called on the context that uses the connection. */
  void add(String loadId, Session session) {
    OfLoad connection = new OfLoad(vertx.getOrCreateContext(), session);
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

  private record OfLoad(Context context, Session session) {
    void discard() {
      context.runOnContext(nothing -> session.discard());
    }
  }
}
