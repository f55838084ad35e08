package com.globant.hiring.domain.text;

import java.math.BigInteger;

/**
 * Signed decimals: an optional sign and ASCII digits, with blanks around them. Leading zeros do not
 * count, nor does a fraction of zeros, which data frames write ({@code 5.0}). No other fraction,
 * exponent, grouping or other base.
 */
public final class IntegerText {
  /** {@link #read} returns this if the text is not an integer. */
  public static final long INVALID = Long.MIN_VALUE;

  /** {@link #read} returns this if the integer has more than 18 digits. */
  public static final long LONG = Long.MAX_VALUE;

  /** {@link #read} returns this if the number has a fraction other than zero. */
  public static final long FRACTION = Long.MIN_VALUE + 1;

  /** {@link #read} returns this for {@code 1.000}, which many countries write for a thousand. */
  public static final long GROUPED = Long.MIN_VALUE + 2;

  /** Integers of up to 18 digits are below it. */
  private static final long LIMIT = 1_000_000_000_000_000_000L;

  private static final int GROUP = 3;

  private IntegerText() {}

  /** The value, or one of the constants above. */
  public static long read(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && Blanks.is(text.charAt(from))) {
      from++;
    }
    while (to > from && Blanks.is(text.charAt(to - 1))) {
      to--;
    }
    boolean negative = from < to && text.charAt(from) == '-';
    if (negative || (from < to && text.charAt(from) == '+')) {
      from++;
    }
    return from == to ? INVALID : digits(text, from, to, negative);
  }

  /** Whether {@link #read} returned the integer itself. */
  public static boolean isValue(long read) {
    return read > GROUPED && read < LONG;
  }

  /** The integer of a text for which {@link #read} returned {@link #LONG}. */
  public static BigInteger readLong(String text) {
    String digits = Blanks.strip(text);
    int point = digits.indexOf('.');
    return new BigInteger(point < 0 ? digits : digits.substring(0, point));
  }

  private static long digits(String text, int from, int to, boolean negative) {
    long magnitude = 0;
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
      magnitude = magnitude < LIMIT / 10 ? magnitude * 10 + digit : LIMIT;
    }
    if (magnitude == LIMIT) {
      return LONG;
    }
    return negative ? -magnitude : magnitude;
  }

  /** 0 if the digits after the point do not matter, or one of the constants above. */
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
}
