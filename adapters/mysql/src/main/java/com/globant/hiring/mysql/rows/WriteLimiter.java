package com.globant.hiring.mysql.rows;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Lets few of the loads write at a time, each some rows in its turn: a server that writes more side
 * by side than it has processors for spends its time on having them wait for each other.
 *
 * <p>A turn is over after a while even where the work is not. It may be waiting for rows that
 * another load holds, and that one must be able to go on. For any thread; futures complete on the
 * context of the caller.
 */
final class WriteLimiter {
  private final Vertx vertx;
  private final long longestMillis;
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
  private int free;

  /**
   * @param most limiter at a time
   * @param longest after which a turn is over
   */
  WriteLimiter(Vertx vertx, int most, Duration longest) {
    this.vertx = vertx;
    this.longestMillis = longest.toMillis();
    this.free = most;
  }

  /** Does some work when it is its turn, which comes in the order of the calls. */
  <T> Future<T> take(Supplier<Future<T>> work) {
    Context context = vertx.getOrCreateContext();
    Promise<Void> turn = Promise.promise();
    Promise<T> done = Promise.promise();
    turn.future()
        .onComplete(
            mine ->
                context.runOnContext(
                    nothing -> {
                      AtomicBoolean over = new AtomicBoolean();
                      long timer = vertx.setTimer(longestMillis, late -> end(over));
                      work.get()
                          .onComplete(
                              result -> {
                                vertx.cancelTimer(timer);
                                end(over);
                                done.handle(result);
                              });
                    }));
    begin(turn);
    return done.future();
  }

  private void begin(Promise<Void> turn) {
    synchronized (this) {
      if (free == 0) {
        waiting.add(turn);
        return;
      }
      free--;
    }
    turn.complete();
  }

  private void end(AtomicBoolean over) {
    if (over.getAndSet(true)) {
      return;
    }
    Promise<Void> next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
      }
    }
    if (next != null) {
      next.complete();
    }
  }
}
