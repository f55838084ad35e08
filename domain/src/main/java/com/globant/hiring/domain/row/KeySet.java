package com.globant.hiring.domain.row;

/** The keys of a table at the time of a load. */
@FunctionalInterface
public interface KeySet {
  boolean contains(int key);
}
