package com.globant.hiring.client;

import org.jspecify.annotations.Nullable;

/** A call failed. {@link ProblemException} if the service refused it. */
public class HiringException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean temporary;

  HiringException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  HiringException(String message, @Nullable Throwable cause, boolean temporary) {
    super(message, cause);
    this.temporary = temporary;
  }

  /**
   * Whether the same call may succeed later: the service was unreachable, busy or stopping for
   * longer than the client waits. A load may have been stored then; a repetition with the same
   * idempotency key stores it once.
   */
  public boolean isTemporary() {
    return temporary;
  }
}
