package com.globant.hiring.domain.text;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decimals of ASCII: {@code -12}, {@code .5}, {@code 1.25e-3}. */
public final class NumberText {
  public static final int INVALID = -1;

  /** Returned for a decimal with an exponent, whose digits are not counted. */
  static final int WITH_EXPONENT = Integer.MAX_VALUE;

  /** Decimals of this many digits are integers of 64 bits. */
  public static final int LONG_DIGITS = 18;

  private static final long LIMIT = 1_000_000_000_000_000_000L;

  /** Most digits of an exponent. */
  private static final int EXPONENT_DIGITS = 6;

  /** Decimals of this many digits survive a DOUBLE. */
  public static final int DOUBLE_DIGITS = 15;

  private static final int MAX_CHARACTERS = 400;

  private NumberText() {}

  /** Whether a DOUBLE holds a decimal without a change in its first 15 digits. */
  static boolean fitsDouble(String text) {
    return text.length() <= MAX_CHARACTERS
        && digits(text) != INVALID
        && fitsDouble(new BigDecimal(text));
  }

  /**
   * Whether a DOUBLE holds a number without a change in its first 15 digits: it does in the range
   * of its normal numbers, where its precision is 53 bits.
   */
  public static boolean fitsDouble(BigDecimal exact) {
    double nearest = exact.doubleValue();
    return exact.signum() == 0
        || (Math.abs(nearest) >= Double.MIN_NORMAL && !Double.isInfinite(nearest));
  }

  /**
   * The number of digits of a decimal, {@link #WITH_EXPONENT}, or {@link #INVALID}.
   *
   * @param text without outer blanks
   */
  public static int digits(String text) {
    int at = sign(text, 0);
    int whole = run(text, at);
    at += whole;
    int fraction = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      fraction = run(text, at + 1);
      at += 1 + fraction;
    }
    if (whole + fraction == 0) {
      return INVALID;
    }
    if (at == text.length()) {
      return whole + fraction;
    }
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return INVALID;
    }
    at = sign(text, at + 1);
    int exponent = run(text, at);
    return exponent >= 1 && exponent <= EXPONENT_DIGITS && at + exponent == text.length()
        ? WITH_EXPONENT
        : INVALID;
  }

  /** The number of these digits, of at most nine, or -1. */
  public static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return INVALID;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * The decimal with exactly this scale, without the detours of BigDecimal; or null if it has more
   * than 18 digits, or more than 0 behind its scale.
   *
   * @param text with at most 18 digits and no exponent
   */
  public static @Nullable BigDecimal scaled(String text, int scale) {
    long unscaled = 0;
    int fraction = -1;
    for (int i = sign(text, 0); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        fraction = 0;
      } else if (fraction < scale) {
        unscaled = unscaled * 10 + c - '0';
        fraction += fraction < 0 ? 0 : 1;
      } else if (c != '0') {
        return null;
      }
    }
    for (int digits = Math.max(fraction, 0); digits < scale; digits++) {
      if (unscaled >= LIMIT / 10) {
        return null;
      }
      unscaled *= 10;
    }
    return BigDecimal.valueOf(text.charAt(0) == '-' ? -unscaled : unscaled, scale);
  }

  private static int sign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static int run(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }
}
