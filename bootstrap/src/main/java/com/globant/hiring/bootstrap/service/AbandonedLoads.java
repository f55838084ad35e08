package com.globant.hiring.bootstrap.service;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.load.LoadOutcome;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.load.MigrateCsv;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Continues loads on a cluster whose instance died or stopped. For any thread. */
final class AbandonedLoads {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedLoads.class);

  private final MigrateCsv migrateCsv;

  AbandonedLoads(MigrateCsv migrateCsv) {
    this.migrateCsv = migrateCsv;
  }

  /** Looks for such loads once. To be called every few seconds. */
  void look() {
    migrateCsv
        .abandoned()
        .whenComplete(
            (loadIds, failure) -> {
              if (failure == null) {
                loadIds.forEach(this::resume);
              } else {
                // Health checks report an unreachable database.
                LOG.debug("Abandoned loads cannot be looked for", failure);
              }
            });
  }

  private void resume(String loadId) {
    LOG.info("Load {} was left by its instance, and is continued", loadId);
    migrateCsv.resume(loadId).whenComplete((outcome, failure) -> log(loadId, outcome, failure));
  }

  private static void log(
      String loadId, @Nullable LoadOutcome outcome, @Nullable Throwable failure) {
    if (outcome instanceof NotLoaded refused) {
      LOG.info("Load {} ended: {}, {}", loadId, refused.code().wireName(), refused.detail());
    } else if (failure == null) {
      LOG.info("Load {} ended: loaded", loadId);
    } else {
      LOG.info(
          "Load {} is not continued now: {}", loadId, Failures.unwrapped(failure).getMessage());
    }
  }
}
