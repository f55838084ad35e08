package com.globant.hiring.mysql.shadow;

import org.jspecify.annotations.Nullable;

/** Ends the attempt to exchange a table; the load is written in place then. */
final class NotExchangeable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExchangeObstacle obstacle;

  NotExchangeable(ExchangeObstacle obstacle, @Nullable Throwable cause) {
    super(obstacle.text(), cause);
    this.obstacle = obstacle;
  }

  /** Fails if something does not hold that an exchange needs. */
  static void unless(boolean holds, ExchangeObstacle otherwise) {
    if (!holds) {
      throw new NotExchangeable(otherwise, null);
    }
  }

  ExchangeObstacle obstacle() {
    return obstacle;
  }
}
