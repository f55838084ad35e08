package com.globant.hiring.domain.row;

/**
 * What becomes of a missing value in a column other than the key. A missing key is always refused.
 */
public enum MissingValues {
  /** Stored as NULL; the row counts as incomplete. */
  NULL,
  /** The row is refused. */
  REJECT
}
