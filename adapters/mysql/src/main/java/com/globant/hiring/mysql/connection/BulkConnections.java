package com.globant.hiring.mysql.connection;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/**
 * Further connections of one large load, over which it writes in parallel. Used on the context that
 * they were taken on.
 */
public final class BulkConnections {
  /** More gain nothing: two keep two processors of the server busy. */
  public static final int COUNT = 2;

  private final List<Session> sessions;
  private final Runnable freed;

  /**
   * @param freed called when the connections are free for another load
   */
  public BulkConnections(List<Session> sessions, Runnable freed) {
    this.sessions = List.copyOf(sessions);
    this.freed = freed;
  }

  /** For statements that are needed once. */
  public Session first() {
    return sessions.get(0);
  }

  public List<Session> all() {
    return sessions;
  }

  /** Runs a statement on all of them. */
  public Future<Void> query(String sql) {
    return each(session -> session.query(sql).mapEmpty());
  }

  /** Never fails. */
  public Future<Void> giveBack() {
    return each(Session::giveBack).onComplete(done -> freed.run());
  }

  /** Never fails. */
  public Future<Void> discard() {
    return each(Session::discard).onComplete(done -> freed.run());
  }

  /** Keeps the connections alive; see {@link Session#keepAlive}. */
  public void keepAlive() {
    sessions.forEach(Session::keepAlive);
  }

  private Future<Void> each(Function<Session, Future<Void>> action) {
    return Future.join(sessions.stream().map(action).toList()).mapEmpty();
  }
}
