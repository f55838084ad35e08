package com.globant.hiring.mysql.shadow;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Ends the attempt to exchange a table; the load is written in place then. */
final class NotExchangeable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExchangeObstacle obstacle;

  NotExchangeable(ExchangeObstacle obstacle, @Nullable Throwable cause) {
    super(obstacle.text(), cause);
    this.obstacle = obstacle;
  }

  static <T> Future<T> because(ExchangeObstacle obstacle) {
    return Future.failedFuture(new NotExchangeable(obstacle, null));
  }

  ExchangeObstacle obstacle() {
    return obstacle;
  }
}
