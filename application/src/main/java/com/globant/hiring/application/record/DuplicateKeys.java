package com.globant.hiring.application.record;

/** What a load does with a row whose key is already in the table or earlier in the file. */
public enum DuplicateKeys {
  /** The row is refused. */
  REJECT,
  /** The row is skipped. */
  IGNORE,
  /** The row replaces the one that has the key. */
  UPDATE
}
