package com.globant.hiring.application.load;

import java.util.Locale;

/** Where a load is, or how it ended. */
public enum LoadStatus {
  /** It has begun and not ended. */
  RUNNING,
  /** Its rows are in the table. */
  COMMITTED,
  /** A dry run went through; its rows are not in the table. */
  VALIDATED,
  /** It was refused. */
  FAILED,
  /** It was cut off: its client, its instance or its connection to the database went away. */
  ABORTED,
  /** Somebody asked for its end. */
  CANCELLED;

  /** Whether the load did what it was asked, so that repeating it would do it twice. */
  public boolean isSuccess() {
    return this == COMMITTED || this == VALIDATED;
  }

  /** The name in answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
