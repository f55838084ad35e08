package com.globant.hiring.application.load;

/** What becomes of a row whose key is in the table already or earlier in the file. */
public enum DuplicateKeys {
  /** The row is refused. */
  REJECT,
  /** The row is passed over. */
  IGNORE,
  /** The row replaces the one that has the key. */
  UPDATE
}
