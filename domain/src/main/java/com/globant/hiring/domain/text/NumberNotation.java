package com.globant.hiring.domain.text;

import org.jspecify.annotations.Nullable;

/**
 * How numbers are written.
 *
 * @param decimalChar between the whole part and the fraction
 * @param groupChar between thousands, or null if they are not grouped
 * @param bareNumber false if text such as a currency or a percent sign may stand around the number
 */
public record NumberNotation(char decimalChar, @Nullable Character groupChar, boolean bareNumber) {
  public static final NumberNotation DEFAULT = new NumberNotation('.', null, true);

  private static final int GROUP = 3;

  public NumberNotation {
    if (groupChar != null && groupChar == decimalChar) {
      throw new IllegalArgumentException("decimalChar and groupChar are the same character");
    }
  }

  /**
   * The number in the default notation, or null if its groups or its decimal character are not
   * right. What is not a number stays one that is not.
   */
  public @Nullable String plain(String text) {
    if (equals(DEFAULT)) {
      return text;
    }
    int from = 0;
    int to = text.length();
    while (from < to && isOutside(text.charAt(from), true)) {
      from++;
    }
    while (to > from && isOutside(text.charAt(to - 1), false)) {
      to--;
    }
    return plain(text, from, to);
  }

  /** A number of the default notation in this one. */
  public String ofPlain(String number) {
    return number.replace('.', decimalChar);
  }

  private boolean isOutside(char c, boolean before) {
    if (bareNumber) {
      return Blanks.is(c);
    }
    boolean digit = c >= '0' && c <= '9';
    return !digit && !(before && (c == '-' || c == '+' || c == decimalChar));
  }

  private @Nullable String plain(String text, int from, int to) {
    StringBuilder plain = new StringBuilder(to - from);
    int digits = 0;
    boolean grouped = false;
    boolean fraction = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (groupChar != null && c == groupChar) {
        boolean misplaced = grouped ? digits != GROUP && digits != 2 : digits < 1 || digits > GROUP;
        if (fraction || misplaced) {
          return null;
        }
        grouped = true;
        digits = 0;
      } else if (c == decimalChar) {
        if (grouped && digits != GROUP) {
          return null;
        }
        grouped = false;
        fraction = true;
        plain.append('.');
      } else if (c == '.') {
        return null;
      } else {
        plain.append(c);
        digits += c >= '0' && c <= '9' ? 1 : 0;
      }
    }
    return grouped && digits != GROUP ? null : plain.toString();
  }
}
