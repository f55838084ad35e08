package com.globant.hiring.bootstrap.infer;

import java.util.Arrays;

/**
 * Hashes of 64 bits, in at most 64 MiB. Two of four million different values have the same hash
 * once in two million times; a key that exists is not proposed then.
 */
final class SeenHashes {
  private static final int MOST = 4_000_000;
  private static final int FIRST_CAPACITY = 1 << 10;

  /** At most half full; 0 is free. */
  private long[] slots = new long[FIRST_CAPACITY];

  private int size;

  /** A hash of a text. */
  static long hash(String text) {
    return hash(0, text);
  }

  /** A hash of texts: of those before this one, which have a hash, and of this one. */
  static long hash(long before, String text) {
    long hash = before;
    for (int at = 0; at < text.length(); at++) {
      hash = mixed(hash + text.charAt(at) + 1);
    }
    return mixed(~hash);
  }

  /** The finalizer of SplitMix64. Source: Steele, Lea, Flood (2014), figure 16. */
  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  boolean has(long hash) {
    return slots[slot(kept(hash))] != 0;
  }

  private static long kept(long hash) {
    return hash == 0 ? 1 : hash;
  }

  /** Whether the hash is new; false also if there is no room for more. */
  boolean add(long hash) {
    long kept = kept(hash);
    if (size == MOST) {
      return false;
    }
    if (2 * size >= slots.length) {
      long[] old = slots;
      slots = new long[2 * old.length];
      Arrays.stream(old).filter(one -> one != 0).forEach(one -> slots[slot(one)] = one);
    }
    int slot = slot(kept);
    if (slots[slot] != 0) {
      return false;
    }
    slots[slot] = kept;
    size++;
    return true;
  }

  /** Where the hash is, or would be. */
  private int slot(long hash) {
    int slot = (int) (hash & (slots.length - 1));
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
