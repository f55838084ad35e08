package com.globant.hiring.domain;

/**
 * 32-bit signed decimals: an optional sign and ASCII digits, with blanks (space, tab) around them.
 * Leading zeros do not count. No fraction, exponent, grouping or other base.
 */
public final class IntegerText {
  /** What {@link #read} gives where the text is no integer; outside of the 32-bit range. */
  static final long INVALID = Long.MIN_VALUE;

  /** What {@link #read} gives where the integer has more than 32 bits. */
  static final long OUT_OF_RANGE = Long.MAX_VALUE;

  private IntegerText() {}

  /** The value, or {@link #INVALID}, or {@link #OUT_OF_RANGE}. */
  static long read(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    boolean negative = from < to && text.charAt(from) == '-';
    if (negative || (from < to && text.charAt(from) == '+')) {
      from++;
    }
    return from == to ? INVALID : digits(text, from, to, negative);
  }

  private static long digits(String text, int from, int to, boolean negative) {
    long magnitude = 0;
    boolean tooLarge = false;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return INVALID;
      }
      magnitude = magnitude * 10 + digit;
      if (magnitude > 1L + Integer.MAX_VALUE) {
        tooLarge = true;
        magnitude = 1L + Integer.MAX_VALUE;
      }
    }
    long value = negative ? -magnitude : magnitude;
    return tooLarge || value > Integer.MAX_VALUE ? OUT_OF_RANGE : value;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
