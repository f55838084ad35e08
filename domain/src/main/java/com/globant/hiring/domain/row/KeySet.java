package com.globant.hiring.domain.row;

/** The keys of a table at the time of a load. */
@FunctionalInterface
public interface KeySet {
  /**
   * Whether the table has a key.
   *
   * @param key the value, or a list of the values if the key has several columns
   */
  boolean contains(Object key);
}
