package com.globant.hiring.domain.row;

import java.util.stream.Stream;

/** The keys of a table that rows of a load may reference. Used by the load's thread. */
@FunctionalInterface
public interface KeySet {
  /**
   * Whether the table has a key.
   *
   * @param key the value, or a list of the values if the key has several columns
   */
  boolean contains(Object key);

  /**
   * Looks up keys before {@link #contains} is asked for them. May block. Does nothing if all keys
   * of the table are in memory.
   *
   * @param keys of the rows of a batch, which may repeat
   */
  default void lookUp(Stream<Object> keys) {}
}
