package com.globant.hiring.application.load;

import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.record.LoadRequest;
import java.time.Duration;

/**
 * Port: observes loads, for metrics. Each load that began ends or fails once.
 *
 * <p>Called by any thread, many at a time. Returns at once and never throws.
 */
public interface LoadObserver {
  /** A load begins. It may still have to wait for a thread and for the database. */
  void began(LoadRequest request);

  /** The database has answered a batch, or failed. */
  void batchWritten(LoadRequest request, Duration elapsed);

  /** The database has answered a commit, or failed. */
  void committed(LoadRequest request, Duration elapsed);

  /** A load has its outcome and holds nothing any more. */
  void ended(LoadOutcome outcome);

  /**
   * A load ended with something else than a refusal, and was undone.
   *
   * @param failure {@link BodyInterrupted} or a defect
   */
  void failed(LoadRequest request, Throwable failure);
}
