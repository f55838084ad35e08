package com.globant.hiring.application.bulk;

import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param detail what the engine says about it, for people; null if it says nothing. Of a failed run
 *     this is why, such as the end of its log
 */
public record BulkRunState(Status status, @Nullable String detail) {

  /** Of a run. */
  public enum Status {
    QUEUED,
    RUNNING,
    /** There is a result. */
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** The engine, as this instance sees it, has no such run; another instance may see it. */
    UNKNOWN
  }
}
