package com.globant.hiring.client;

import java.time.Duration;

/** Learns that a call is repeated. Called on the thread of the call. */
@FunctionalInterface
public interface RetryListener {
  /**
   * @param failure of the attempt before
   * @param pause until the next attempt
   */
  void waiting(HiringException failure, Duration pause);
}
