package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a column, in each notation that all its values have so far.
 *
 * <p>Not a number is what a number would change: digits behind a leading zero or a plus sign
 * (telephone numbers, postal codes), and values with different currencies.
 */
final class NumberGuess {
  /** Integers up to this size are proposed as INT: one of 32 bits should have room for more. */
  private static final long MOST_OF_INT = 1_000_000_000;

  /** Digits before the point that are proposed beyond those of the largest number. */
  private static final int SPARE_DIGITS = 2;

  /** Of more digits, values are measurements, and the nearest DOUBLE is as good. */
  private static final int MOST_DIGITS = 38;

  private static final int MOST_PLAIN_DIGITS = 18;
  private static final String SIGNS_AROUND = "$€£¥₹%";

  private final Delimiter delimiter;
  private final List<Notation> notations = new ArrayList<>();
  private @Nullable String signs;
  private boolean separated;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  NumberGuess(Delimiter delimiter) {
    this.delimiter = delimiter;
    Candidates.NOTATIONS.forEach(notation -> notations.add(new Notation(notation)));
  }

  boolean isPossible() {
    return !notations.isEmpty();
  }

  void accept(String text) {
    if (notations.isEmpty()) {
      return;
    }
    String number = Blanks.strip(text);
    String around = signsAround(number);
    if (signs == null) {
      signs = around;
    }
    number = withoutSigns(number);
    if (!signs.equals(around) || losesCharacters(number)) {
      notations.clear();
    } else if (isPlain(number)) {
      long value = Long.parseLong(number);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    } else {
      separated |= number.indexOf('.') >= 0 || number.indexOf(',') >= 0;
      String other = number;
      notations.removeIf(notation -> !notation.accepts(other));
    }
  }

  /** Currencies and percent signs before and after the number. */
  private static String signsAround(String text) {
    StringBuilder found = new StringBuilder();
    text.chars()
        .filter(c -> SIGNS_AROUND.indexOf(c) >= 0)
        .forEach(sign -> found.append((char) sign));
    return found.toString();
  }

  private static String withoutSigns(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isAround(text.charAt(from))) {
      from++;
    }
    while (to > from && isAround(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isAround(char c) {
    return SIGNS_AROUND.indexOf(c) >= 0 || Blanks.is(c);
  }

  private static boolean losesCharacters(String number) {
    int first = number.startsWith("-") ? 1 : 0;
    return number.startsWith("+")
        || (number.length() > first + 1
            && number.charAt(first) == '0'
            && Character.isDigit(number.charAt(first + 1)));
  }

  /** Whether these are digits with an optional sign, which all notations read as the same. */
  private static boolean isPlain(String number) {
    int first = number.startsWith("-") ? 1 : 0;
    int digits = number.length() - first;
    return digits > 0
        && digits <= MOST_PLAIN_DIGITS
        && number.chars().skip(first).allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * The type of the numbers.
   *
   * @return null if they can be read in two ways
   */
  @Nullable ColumnType type() {
    Notation first = notations.get(0);
    boolean byDefault =
        first.notation.equals(NumberNotation.DEFAULT) && delimiter != Delimiter.SEMICOLON;
    boolean sameDecimal =
        notations.stream()
            .allMatch(one -> one.notation.decimalChar() == first.notation.decimalChar());
    return byDefault || sameDecimal || !separated ? first.type() : null;
  }

  /** One notation and the numbers in it. */
  private final class Notation {
    private final NumberNotation notation;
    private final IntegerType whole;
    private final NumberType decimal;
    private final NumberType approximate;
    private boolean isWhole = true;
    private boolean isDecimal = true;
    private int digitsBefore;
    private int digitsAfter;

    Notation(NumberNotation notation) {
      this.notation = notation;
      this.whole = new IntegerType(Long.MIN_VALUE, Long.MAX_VALUE, notation);
      this.decimal = new NumberType(NumberType.MAX_PRECISION, NumberType.MAX_SCALE, notation);
      this.approximate = new NumberType(notation);
    }

    boolean accepts(String text) {
      if (isWhole && whole.parse(text) instanceof Long value) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        return decimalAccepts(text);
      }
      isWhole = false;
      return decimalAccepts(text);
    }

    private boolean decimalAccepts(String text) {
      if (isDecimal
          && text.indexOf('e') < 0
          && text.indexOf('E') < 0
          && decimal.parse(text) instanceof BigDecimal value) {
        digitsBefore = Math.max(digitsBefore, Math.max(1, value.precision() - value.scale()));
        int point = text.indexOf(notation.decimalChar());
        digitsAfter = Math.max(digitsAfter, point < 0 ? 0 : text.length() - point - 1);
        return true;
      }
      isDecimal = false;
      return approximate.parse(text) instanceof Double;
    }

    ColumnType type() {
      NumberNotation used =
          new NumberNotation(
              notation.decimalChar(), notation.groupChar(), signs == null || signs.isEmpty());
      NumberNotation shortest = separated || notation.groupChar() != null ? used : plain(used);
      if (isWhole) {
        boolean small = least >= -MOST_OF_INT && greatest <= MOST_OF_INT;
        return small
            ? new IntegerType(Integer.MIN_VALUE, Integer.MAX_VALUE, shortest)
            : new IntegerType(Long.MIN_VALUE, Long.MAX_VALUE, shortest);
      }
      int before = Math.max(digitsBefore, Math.max(digits(least), digits(greatest))) + SPARE_DIGITS;
      int after = Math.min(digitsAfter, NumberType.MAX_SCALE);
      return isDecimal && before + after <= MOST_DIGITS
          ? new NumberType(before + after, after, used)
          : new NumberType(used);
    }
  }

  private static NumberNotation plain(NumberNotation notation) {
    return new NumberNotation('.', null, notation.bareNumber());
  }

  private static int digits(long value) {
    return value == Long.MAX_VALUE || value == Long.MIN_VALUE
        ? 1
        : new BigDecimal(value).abs().precision();
  }
}
