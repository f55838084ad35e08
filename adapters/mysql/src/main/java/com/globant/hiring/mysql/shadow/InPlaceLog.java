package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.mysql.connection.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports large loads that are written in place, with the reason. For any thread. */
public final class InPlaceLog {
  private static final Logger LOG = LoggerFactory.getLogger(InPlaceLog.class);

  private final DatabaseObserver observer;
  private final OncePerMinute warnings = new OncePerMinute();

  public InPlaceLog(DatabaseObserver observer) {
    this.observer = observer;
  }

  /**
   * @param reason {@link NotExchangeable}, or a failure of the database
   */
  void report(LoadPlan plan, Throwable reason) {
    ExchangeObstacle obstacle =
        reason instanceof NotExchangeable known ? known.obstacle() : ExchangeObstacle.FAILED;
    Throwable cause = reason instanceof NotExchangeable ? reason.getCause() : reason;
    observer.writtenInPlace(plan.table(), obstacle.reason());
    // The operator chose it: no warning.
    if (obstacle != ExchangeObstacle.SWITCHED_OFF
        && warnings.isDue(plan.schema() + "." + plan.table() + "." + obstacle)) {
      LOG.warn(
          "Load {} is written into {}.{} in place, which takes longer than an exchange of tables: {}{}",
          plan.loadId(),
          plan.schema(),
          plan.table().name(),
          obstacle.text(),
          cause == null ? "" : ": " + cause.getMessage());
    }
  }
}
