package com.globant.hiring.application.bulk;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.net.URI;
import java.util.UUID;

/**
 * Port: runs the job of bulk loads outside of the service. Its calls block; a load makes them on
 * its own thread. For any number of loads at once.
 *
 * <p>All of it fails with {@link Refused} {@link RefusalCode#BULK_ENGINE_UNAVAILABLE} if the engine
 * cannot be reached or refuses; the detail says why, and what to do.
 */
public interface BulkEngine {
  /** What the record of a load calls the engine: {@code spark-submit} or {@code emr-serverless}. */
  String name();

  /**
   * Starts the run of a load. If one was started for the load before and still goes on, it is found
   * again if the engine can do that; two runs with the same description do no harm.
   *
   * @param description of the job: a JSON file that the cluster can read
   * @return the engine's id of the run, of at most 200 characters
   */
  String start(UUID loadId, URI description);

  /**
   * The state of a run; {@code UNKNOWN} if the engine, as this instance sees it, has no such run.
   */
  BulkRunState state(String runId);

  /** Cancels a run if it still goes on. Does not wait for its end. */
  void cancel(String runId);
}
