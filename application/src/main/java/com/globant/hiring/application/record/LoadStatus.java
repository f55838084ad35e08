package com.globant.hiring.application.record;

import java.util.Locale;

/** Whether a load runs, or how it ended. */
public enum LoadStatus {
  /** It has begun and not ended. */
  RUNNING,
  /** Its rows are in the table. */
  COMMITTED,
  /** A dry run succeeded; its rows are not in the table. */
  VALIDATED,
  /** It was refused. */
  FAILED,
  /** Its client, its instance or its connection to the database went away. */
  ABORTED,
  /** A client cancelled it. */
  CANCELLED;

  /** Whether the load did its work, so that repeating it would do it twice. */
  public boolean isSuccess() {
    return this == COMMITTED || this == VALIDATED;
  }

  /** The name in answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
