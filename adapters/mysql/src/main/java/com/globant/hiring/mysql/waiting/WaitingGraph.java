package com.globant.hiring.mysql.waiting;

import com.globant.hiring.mysql.keys.KeyHash;
import com.globant.hiring.mysql.keys.KeyMemory;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Rows that wait for the rows that they reference, as numbers from 0 in the order of the file, and
 * their keys, as numbers too. A key that rows reference is resolved as soon as the table has it.
 *
 * <p>Every operation takes constant time for each row and reference that it concerns. Not for
 * several threads at once.
 */
final class WaitingGraph {
  /** More rows are not taken, whatever memory there is. */
  static final int MOST_ROWS = 2_000_000;

  /** The row has no such key, or what it references is known. */
  static final int NONE = -1;

  /** So much is in no budget, so that some rows can wait if other keys have taken all of it. */
  private static final long OWN_BYTES = 1 << 20;

  private static final int FIRST_ROWS = 256;

  /** States of a row. */
  private static final byte WAITING = 0;

  private static final byte QUEUED = 1;
  private static final byte STORED = 2;
  private static final byte CIRCULAR = 3;
  private static final byte DROPPED = 4;

  private final KeyMemory memory;
  private final int keysOfRow;
  private final int references;
  private long taken;

  private int rows;
  private long[] positions = new long[0];

  /** Of each row its keys, then the keys that it references. */
  private int[] links = new int[0];

  private final KeyNumbers keys = new KeyNumbers();
  private boolean[] resolved = new boolean[0];

  // From here on: known when all rows are there.
  private byte[] states = new byte[0];
  private byte[] unresolved = new byte[0];

  /** By key, the first reference to it; by reference, the next one to the same key. */
  private int[] firstChild = new int[0];

  private int[] nextChild = new int[0];
  private int[] level = new int[0];
  private int[] following = new int[0];
  private int followingSize;

  /**
   * @param keysOfRow how many keys a row has
   * @param references how many keys it may reference
   */
  WaitingGraph(int keysOfRow, int references, KeyMemory memory) {
    this.keysOfRow = keysOfRow;
    this.references = references;
    this.memory = memory;
  }

  int rows() {
    return rows;
  }

  /** Makes room for another row and its keys; false if there is none. */
  boolean hasRoom() {
    if (rows == MOST_ROWS) {
      return false;
    }
    int neededKeys = keys.size() + keysOfRow + references;
    if (rows < positions.length && neededKeys <= keys.room()) {
      return true;
    }
    int moreRows = grown(rows);
    int moreKeys = grown(neededKeys);
    long more = Math.max(0, bytes(moreRows, moreKeys) - OWN_BYTES) - taken;
    if (!memory.take(more)) {
      return false;
    }
    taken += more;
    positions = Arrays.copyOf(positions, moreRows);
    links = Arrays.copyOf(links, moreRows * (keysOfRow + references));
    resolved = Arrays.copyOf(resolved, moreKeys);
    keys.grow(moreKeys);
    return true;
  }

  private static int grown(int size) {
    return Math.max(FIRST_ROWS, size + size / 2);
  }

  /** Of everything that is kept in the end. */
  private long bytes(int ofRows, int ofKeys) {
    long row = Long.BYTES + 2 + 2L * Integer.BYTES + Integer.BYTES * (keysOfRow + 2L * references);
    long key = KeyNumbers.BYTES_A_KEY + 2L * Integer.BYTES + 1;
    return row * ofRows + key * ofKeys;
  }

  /**
   * Adds a row, for which there must be room.
   *
   * @param position where the row itself can be read
   * @return its number
   */
  int add(long position) {
    positions[rows] = position;
    return rows++;
  }

  long position(int row) {
    return positions[row];
  }

  /** The number of a key, which is new if its hash is; there must be room for it. */
  int key(KeyHash hash) {
    return keys.of(hash);
  }

  void setKey(int row, int which, int key) {
    links[row * (keysOfRow + references) + which] = key;
  }

  void setReference(int row, int which, int key) {
    links[row * (keysOfRow + references) + keysOfRow + which] = key;
  }

  private void forEachKey(int row, IntConsumer action) {
    int first = row * (keysOfRow + references);
    IntStream.range(first, first + keysOfRow)
        .map(at -> links[at])
        .filter(key -> key != NONE)
        .forEach(action);
  }

  /** The key that a row references and that was not known when it came, or {@link #NONE}. */
  int reference(int row, int which) {
    return links[row * (keysOfRow + references) + keysOfRow + which];
  }

  boolean isResolved(int key) {
    return resolved[key];
  }

  /** To be called when all rows are there, before any of the following. */
  void begin() {
    states = new byte[rows];
    unresolved = new byte[rows];
    following = new int[rows];
    firstChild = new int[keys.size()];
    Arrays.fill(firstChild, NONE);
    nextChild = new int[rows * references];
    for (int row = 0; row < rows; row++) {
      for (int which = 0; which < references; which++) {
        int key = reference(row, which);
        if (key != NONE) {
          int reference = row * references + which;
          nextChild[reference] = firstChild[key];
          firstChild[key] = reference;
          unresolved[row]++;
        }
      }
      queueIfComplete(row);
    }
  }

  private void queueIfComplete(int row) {
    if (states[row] == WAITING && unresolved[row] == 0) {
      states[row] = QUEUED;
      following[followingSize++] = row;
    }
  }

  /**
   * The rows that reference only those of earlier levels, and what is known, in the order of the
   * file; none if no such rows are left.
   */
  int[] nextLevel() {
    // A key that another row of this level found unresolved may have come with a row before it.
    for (int row : level) {
      if (states[row] == STORED) {
        resolveKeys(row);
      }
    }
    level = Arrays.copyOf(following, followingSize);
    followingSize = 0;
    Arrays.sort(level);
    return level;
  }

  /** Whether all that a row of the level references is still resolved; else the row waits again. */
  boolean isReady(int row) {
    if (unresolved[row] > 0) {
      putBack(row);
    }
    return unresolved[row] == 0;
  }

  /** A row will be in the table, or another one with its keys. */
  void stored(int row) {
    if (states[row] == QUEUED) {
      states[row] = STORED;
    }
    resolveKeys(row);
  }

  private void resolveKeys(int row) {
    forEachKey(row, key -> setResolved(key, true));
  }

  /** The table has a key, or does not have it although a row with it was {@link #stored}. */
  void setResolved(int key, boolean isThere) {
    if (resolved[key] != isThere) {
      resolved[key] = isThere;
      for (int child = firstChild[key]; child != NONE; child = nextChild[child]) {
        unresolved[child / references] += (byte) (isThere ? -1 : 1);
        queueIfComplete(child / references);
      }
    }
  }

  /** A row of this level is not stored after all, since one of its references is unresolved. */
  void putBack(int row) {
    states[row] = WAITING;
  }

  /**
   * When no level follows: drops the rows that reference keys which no row has that stays. The
   * others reference each other.
   */
  void dropOthers() {
    int[] holders = new int[keys.size()];
    for (int row = 0; row < rows; row++) {
      if (states[row] == WAITING) {
        states[row] = CIRCULAR;
        forEachKey(row, key -> holders[key]++);
      }
    }
    followingSize = 0;
    for (int row = 0; row < rows; row++) {
      if (referencesNothing(row, holders)) {
        drop(row);
      }
    }
    while (followingSize > 0) {
      forEachKey(
          following[--followingSize],
          key -> {
            if (--holders[key] == 0 && !resolved[key]) {
              for (int child = firstChild[key]; child != NONE; child = nextChild[child]) {
                drop(child / references);
              }
            }
          });
    }
  }

  private void drop(int row) {
    if (states[row] == CIRCULAR) {
      states[row] = DROPPED;
      following[followingSize++] = row;
    }
  }

  private boolean referencesNothing(int row, int[] holders) {
    return IntStream.range(0, references)
        .map(which -> reference(row, which))
        .anyMatch(key -> key != NONE && !resolved[key] && holders[key] == 0);
  }

  /** The rows that reference each other. */
  int[] circular() {
    return all(CIRCULAR);
  }

  /** The rows that reference a key which no row has. */
  int[] dropped() {
    return all(DROPPED);
  }

  private int[] all(byte state) {
    return IntStream.range(0, rows).filter(row -> states[row] == state).toArray();
  }

  /** Gives the memory back. */
  void clear() {
    memory.giveBack(taken);
    taken = 0;
  }
}
