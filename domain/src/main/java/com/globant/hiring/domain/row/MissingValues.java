package com.globant.hiring.domain.row;

/** What happens to a missing value. Missing keys and missing required values are always refused. */
public enum MissingValues {
  /** Stored as NULL; the row counts as incomplete. */
  NULL,
  /** The row is refused. */
  REJECT
}
