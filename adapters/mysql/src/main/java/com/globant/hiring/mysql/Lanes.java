package com.globant.hiring.mysql;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/**
 * Connections beside that of a load, over which it writes side by side. Used on the context that
 * they were taken on.
 */
final class Lanes {
  /** More gain nothing: two keep two processors of the server busy, and the load its own. */
  static final int COUNT = 2;

  private final List<Session> sessions;
  private final Runnable freed;

  /**
   * @param freed called when the connections are free for another load
   */
  Lanes(List<Session> sessions, Runnable freed) {
    this.sessions = List.copyOf(sessions);
    this.freed = freed;
  }

  /** The one for all that is done once. */
  Session first() {
    return sessions.get(0);
  }

  List<Session> all() {
    return sessions;
  }

  /** Each in its turn. */
  Session get(long turn) {
    return sessions.get((int) (turn % sessions.size()));
  }

  /** Runs a statement on all of them. */
  Future<Void> query(String sql) {
    return each(session -> session.query(sql).mapEmpty());
  }

  /** Never fails. */
  Future<Void> giveBack() {
    return each(Session::giveBack).onComplete(done -> freed.run());
  }

  /** Never fails. */
  Future<Void> discard() {
    return each(Session::discard).onComplete(done -> freed.run());
  }

  void speak() {
    sessions.forEach(Session::speak);
  }

  private Future<Void> each(Function<Session, Future<Void>> action) {
    return Future.join(sessions.stream().map(action).toList()).mapEmpty();
  }
}
