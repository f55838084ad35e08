package com.globant.hiring.application.load;

/**
 * Port: is told how loads go, for those who operate the service. Each load that began ends or fails
 * once.
 *
 * <p>Called by any thread, many at a time. Returns at once and never throws.
 */
public interface LoadObserver {

  /** A load begins; it may still have to wait for the database. */
  void began(LoadRequest request);

  /** A load has its outcome, and nothing of it is under way any more. */
  void ended(LoadOutcome outcome);

  /**
   * A load ended with what was no refusal, and was undone.
   *
   * @param failure {@link BodyInterrupted} or a defect
   */
  void failed(LoadRequest request, Throwable failure);
}
