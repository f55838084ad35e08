package com.globant.hiring.mysql.keys;

import org.jspecify.annotations.Nullable;

/**
 * A set of hashes of keys, 16 bytes each and some free slots. A hash table with open addressing, in
 * parts that grow one by one: so no growth needs much memory at once, and nearly all of the memory
 * can be used.
 */
final class KeyHashes {
  private static final int PARTS = 64;
  private static final int PART_SHIFT = Long.SIZE - 6;
  private static final int LONGS_A_KEY = 2;
  private static final int FIRST_LONGS = 16 * LONGS_A_KEY;

  private final @Nullable KeyMemory memory;
  private final long[][] parts = new long[PARTS][0];
  private final int[] sizes = new int[PARTS];

  /** The outcome of adding a key. */
  enum Added {
    NEW,
    THERE,
    NO_MEMORY
  }

  /**
   * @param memory to take for keys, or null for as much as is needed
   */
  KeyHashes(@Nullable KeyMemory memory) {
    this.memory = memory;
  }

  boolean contains(KeyHash key) {
    int part = part(key);
    return parts[part].length > 0 && parts[part][slot(parts[part], key.high(), key.low())] != 0;
  }

  Added add(KeyHash key) {
    int part = part(key);
    if (contains(key)) {
      return Added.THERE;
    }
    // Three quarters of the slots are used at most.
    if ((sizes[part] + 1) * LONGS_A_KEY > parts[part].length / 4 * 3 && !grow(part)) {
      return Added.NO_MEMORY;
    }
    put(parts[part], key.high(), key.low());
    sizes[part]++;
    return Added.NEW;
  }

  private static int part(KeyHash key) {
    return (int) (key.high() >>> PART_SHIFT);
  }

  /** The slot of a key, or the free one where it would be: the place of its low half, 0 if free. */
  private static int slot(long[] slots, long high, long low) {
    int mask = slots.length - 1;
    int at = (int) high * LONGS_A_KEY & mask;
    while (slots[at] != 0 && (slots[at] != low || slots[at + 1] != high)) {
      at = at + LONGS_A_KEY & mask;
    }
    return at;
  }

  private static void put(long[] slots, long high, long low) {
    int slot = slot(slots, high, low);
    slots[slot] = low;
    slots[slot + 1] = high;
  }

  private boolean grow(int part) {
    long[] before = parts[part];
    int longs = Math.max(FIRST_LONGS, 2 * before.length);
    if (memory != null && !memory.take((long) longs * Long.BYTES)) {
      return false;
    }
    long[] larger = new long[longs];
    for (int at = 0; at < before.length; at += LONGS_A_KEY) {
      if (before[at] != 0) {
        put(larger, before[at + 1], before[at]);
      }
    }
    parts[part] = larger;
    giveBack(before);
    return true;
  }

  private void giveBack(long[] slots) {
    if (memory != null) {
      memory.giveBack((long) slots.length * Long.BYTES);
    }
  }

  /** Gives the memory back. */
  void clear() {
    for (int part = 0; part < PARTS; part++) {
      giveBack(parts[part]);
      parts[part] = new long[0];
      sizes[part] = 0;
    }
  }
}
