package com.globant.hiring.mysql.load;

import com.globant.hiring.application.load.BulkTransaction;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.shadow.JobLoad;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A load whose rows a job writes. Its transaction holds the locks, and publishes the rows. */
final class MySqlBulkTransaction extends MySqlBegunLoad implements BulkTransaction {
  private final JobLoad load;

  MySqlBulkTransaction(BlockingSession session, LoadPlan plan, JobLoad load, Duration keepAlive) {
    super(session, plan, load, keepAlive);
    this.load = load;
  }

  @Override
  public @Nullable String target() {
    return load.target();
  }

  @Override
  public Progress progress() {
    try {
      return load.progress();
    } catch (RuntimeException failure) {
      throw translated(failure);
    }
  }

  @Override
  public void started(String runId) {
    try {
      load.started(runId);
    } catch (RuntimeException failure) {
      throw translated(failure);
    }
  }

  @Override
  public boolean isLost() {
    try {
      load.requireConnection();
      return false;
    } catch (RuntimeException failure) {
      return DatabaseFailures.isUnavailable(failure);
    }
  }

  @Override
  public CompletionStage<Void> release() {
    return onThread(
        () -> {
          if (!hasEnded()) {
            end();
            load.release();
          }
        });
  }

  @Override
  void allRowsAreWritten() {
    load.publish();
  }

  @Override
  @Nullable RuntimeException failure() {
    return null;
  }

  @Override
  void stop() {}
}
