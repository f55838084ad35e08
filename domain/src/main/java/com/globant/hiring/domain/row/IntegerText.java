package com.globant.hiring.domain.row;

/**
 * 32-bit signed decimals: an optional sign and ASCII digits, with blanks (space, tab) around them.
 * Leading zeros do not count, nor does a fraction of zeros, which data frames write ({@code 5.0}).
 * No other fraction, exponent, grouping or other base.
 */
public final class IntegerText {
  /** What {@link #read} gives where the text is no integer; outside of the 32-bit range. */
  static final long INVALID = Long.MIN_VALUE;

  /** What {@link #read} gives where the integer has more than 32 bits. */
  static final long OUT_OF_RANGE = Long.MAX_VALUE;

  /** What {@link #read} gives where the number has a fraction other than zero. */
  static final long FRACTION = Long.MIN_VALUE + 1;

  /** What {@link #read} gives for {@code 1.000}, which many countries write for a thousand. */
  static final long GROUPED = Long.MIN_VALUE + 2;

  private static final int GROUP = 3;

  private IntegerText() {}

  /** The value, or one of the constants above. */
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
        if (digit != '.' - '0' || i == from) {
          return INVALID;
        }
        long fraction = fraction(text, from, i, to);
        if (fraction != 0) {
          return fraction;
        }
        break;
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

  /** 0 where the digits after the point do not matter, or one of the constants above. */
  private static long fraction(String text, int from, int point, int to) {
    if (point + 1 == to) {
      return INVALID;
    }
    boolean zero = true;
    for (int i = point + 1; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return INVALID;
      }
      zero &= c == '0';
    }
    if (!zero) {
      return FRACTION;
    }
    boolean grouped = to - point - 1 == GROUP && point - from <= GROUP && text.charAt(from) != '0';
    return grouped ? GROUPED : 0;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
