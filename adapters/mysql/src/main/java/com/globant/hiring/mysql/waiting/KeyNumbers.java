package com.globant.hiring.mysql.waiting;

import com.globant.hiring.mysql.keys.KeyHash;
import java.util.Arrays;

/** Numbers keys from 0 in the order in which they come, by their hashes. */
final class KeyNumbers {
  /** At least two, since a size is rounded down to a power of two. */
  private static final int SLOTS_A_KEY = 4;

  static final long BYTES_A_KEY = 2 * Long.BYTES + SLOTS_A_KEY * Integer.BYTES;

  private int size;
  private long[] hashes = new long[0];

  /** A hash table of the numbers, increased by 1; 0 is free. */
  private int[] slots = new int[0];

  int size() {
    return size;
  }

  /** The most keys for which there is room. */
  int room() {
    return hashes.length / 2;
  }

  void grow(int room) {
    hashes = Arrays.copyOf(hashes, 2 * room);
    slots = new int[SLOTS_A_KEY * Integer.highestOneBit(room)];
    for (int key = 0; key < size; key++) {
      slots[slot(hashes[2 * key], hashes[2 * key + 1])] = key + 1;
    }
  }

  /** The number of a key; there must be room if it is new. */
  int of(KeyHash hash) {
    int slot = slot(hash.high(), hash.low());
    if (slots[slot] == 0) {
      hashes[2 * size] = hash.high();
      hashes[2 * size + 1] = hash.low();
      slots[slot] = ++size;
    }
    return slots[slot] - 1;
  }

  private int slot(long high, long low) {
    int mask = slots.length - 1;
    int slot = (int) low & mask;
    while (slots[slot] != 0
        && (hashes[2 * (slots[slot] - 1)] != high || hashes[2 * (slots[slot] - 1) + 1] != low)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
