package com.globant.hiring.local.samples;

/**
 * Random numbers that are the same for a seed on every machine and under every Java version, which
 * the JDK does not promise of its own. Source: Steele, Lea, Flood: Fast Splittable Pseudorandom
 * Number Generators (2014), figure 16.
 */
final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  SplitMix64(long seed) {
    state = seed;
  }

  /**
   * @return 0 or more, less than {@code bound}; the bias is at most bound / 2^32
   */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** True once in {@code 1 / share} times. */
  boolean happens(double share) {
    return (next() >>> 11) * 0x1.0p-53 < share;
  }

  private long next() {
    state += GOLDEN_GAMMA;
    return mixed(state);
  }

  /** Different numbers for different ones, in no order. */
  static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
