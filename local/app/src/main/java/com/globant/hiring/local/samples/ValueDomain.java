package com.globant.hiring.local.samples;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.Bound;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Values with an order, counted from the least one. */
final class ValueDomain extends Domain {
  private static final long SECONDS_A_DAY = 24 * 60 * 60;
  private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /** Days that dates are drawn from: three years. */
  private static final int DAYS = 366 + 365 + 365;

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

  private static final int FIRST_YEAR = 1990;
  private static final int LAST_YEAR = 9999;
  private static final int YEARS = 35;
  private static final int MONTHS = 36;
  private static final int DIGITS_BEFORE_POINT = 5;
  private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

  private final ColumnType type;
  private final long usual;
  private final long stride;
  private final LongFunction<Object> values;

  /**
   * @param usual from how many of the values random ones are drawn
   * @param stride between the indexes of these
   */
  private ValueDomain(
      ColumnType type, long capacity, long usual, long stride, LongFunction<Object> values) {
    super(capacity);
    this.type = type;
    this.usual = Math.min(capacity, usual);
    this.stride = stride;
    this.values = values;
  }

  @Override
  long draw(SplitMix64 random) {
    if (type instanceof DatetimeType && usual >= SECONDS_A_DAY) {
      int second = random.below((int) SECONDS_A_DAY);
      return random.below((int) (usual / SECONDS_A_DAY)) * SECONDS_A_DAY + second;
    }
    return random.below((int) usual) * stride;
  }

  @Override
  String text(long index) {
    Object value = values.apply(index);
    return value instanceof LocalDateTime moment
            && type instanceof DatetimeType datetime
            && datetime.format() == null
        ? ISO.format(moment)
        : type.format(value);
  }

  static Domain integers(IntegerType type) {
    long least = Math.max(type.minimum(), 1);
    if (least > type.maximum() || type.maximum() - least < USUAL) {
      least = type.minimum();
    }
    long first = least;
    BigInteger count =
        BigInteger.valueOf(type.maximum()).subtract(BigInteger.valueOf(first)).add(BigInteger.ONE);
    return new Domain(count.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue()) {
      @Override
      String text(long index) {
        return Long.toString(first + index);
      }
    };
  }

  static Domain numbers(Column column, NumberType type) {
    Integer precision = type.precision();
    boolean exact = precision != null;
    BigDecimal step = exact ? BigDecimal.ONE.movePointLeft(type.scale()) : HUNDREDTH;
    int before = precision != null ? precision - type.scale() : DIGITS_BEFORE_POINT;
    BigDecimal beyond = BigDecimal.ONE.movePointRight(before);
    BigDecimal least = number(column, Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM);
    BigDecimal greatest = number(column, Bound.Kind.MAXIMUM, Bound.Kind.EXCLUSIVE_MAXIMUM);
    if (!exact && least != null && greatest != null) {
      step = greatest.subtract(least).movePointLeft(3).min(step);
    }
    BigDecimal unit = step;
    BigDecimal from =
        least != null
            ? least.add(exclusive(column, Bound.Kind.EXCLUSIVE_MINIMUM) ? unit : BigDecimal.ZERO)
            : greatest == null || greatest.signum() > 0
                ? BigDecimal.ZERO
                : greatest.subtract(unit.multiply(BigDecimal.valueOf(USUAL)));
    BigDecimal to =
        greatest != null
            ? greatest.subtract(
                exclusive(column, Bound.Kind.EXCLUSIVE_MAXIMUM) ? unit : BigDecimal.ZERO)
            : from.max(BigDecimal.ZERO)
                .add(beyond)
                .subtract(unit)
                .min(exact ? beyond.subtract(unit) : from.add(beyond));
    BigDecimal first =
        unit.signum() == 0 ? from : from.divide(unit, 0, RoundingMode.CEILING).multiply(unit);
    long count =
        unit.signum() == 0
            ? 1
            : to.subtract(first)
                .divide(unit, 0, RoundingMode.FLOOR)
                .add(BigDecimal.ONE)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    long drawn =
        unit.signum() == 0
            ? 1
            : BigDecimal.ONE
                .movePointRight(DIGITS_BEFORE_POINT)
                .divide(unit, 0, RoundingMode.CEILING)
                .min(BigDecimal.valueOf(count))
                .longValue();
    return new ValueDomain(
        type,
        count,
        Math.min(drawn, USUAL),
        Math.max(1, drawn / USUAL),
        index -> {
          BigDecimal value = first.add(unit.multiply(BigDecimal.valueOf(index)));
          return exact ? value.setScale(type.scale(), RoundingMode.UNNECESSARY) : (Object) value;
        });
  }

  private static @Nullable BigDecimal number(Column column, Bound.Kind... kinds) {
    Object limit = limit(column, kinds);
    return limit == null ? null : new BigDecimal(limit.toString());
  }

  static Domain dates(Column column) {
    return range(
        column,
        FIRST_DAY.toEpochDay(),
        LAST_DAY.toEpochDay(),
        DAYS,
        false,
        day -> ((LocalDate) day).toEpochDay(),
        LocalDate::ofEpochDay);
  }

  static Domain datetimes(Column column) {
    return range(
        column,
        FIRST_DAY.atStartOfDay().toEpochSecond(ZoneOffset.UTC),
        LAST_DAY.atStartOfDay().toEpochSecond(ZoneOffset.UTC),
        DAYS * SECONDS_A_DAY,
        true,
        moment -> ((LocalDateTime) moment).toEpochSecond(ZoneOffset.UTC),
        second -> LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
  }

  static Domain times(Column column) {
    return range(
        column,
        0,
        SECONDS_A_DAY - 1,
        SECONDS_A_DAY,
        true,
        time -> ((LocalTime) time).toSecondOfDay(),
        LocalTime::ofSecondOfDay);
  }

  static Domain years(Column column) {
    return range(
        column, FIRST_YEAR, LAST_YEAR, YEARS, false, year -> (Integer) year, year -> (int) year);
  }

  static Domain months(Column column) {
    return range(
        column,
        FIRST_YEAR * 12L,
        LAST_YEAR * 12L,
        MONTHS,
        false,
        text -> YearMonth.parse((String) text).getLong(ChronoField.PROLEPTIC_MONTH),
        month -> YearMonth.of((int) (month / 12), (int) (month % 12) + 1).toString());
  }

  /**
   * Values that are numbered one after the other.
   *
   * @param usualFirst number of the first value without a bound
   * @param usualLast number of the last value without a bound
   * @param usual from how many of the values random ones are drawn
   * @param fractions whether a bound may be between two values
   * @param number of a bound
   * @param value of a number
   */
  private static Domain range(
      Column column,
      long usualFirst,
      long usualLast,
      long usual,
      boolean fractions,
      ToLongFunction<Object> number,
      LongFunction<Object> value) {
    Object least = limit(column, Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM);
    Object greatest = limit(column, Bound.Kind.MAXIMUM, Bound.Kind.EXCLUSIVE_MAXIMUM);
    long last = greatest == null ? usualLast : number.applyAsLong(greatest);
    long first = least == null ? usualFirst : number.applyAsLong(least);
    first = first > last ? last - usual + 1 : first;
    boolean above = fractions ? least != null : exclusive(column, Bound.Kind.EXCLUSIVE_MINIMUM);
    long from = first + (above ? 1 : 0);
    long to = last - (exclusive(column, Bound.Kind.EXCLUSIVE_MAXIMUM) ? 1 : 0);
    return new ValueDomain(
        column.type(), to - from + 1, usual, 1, index -> value.apply(from + index));
  }

  private static boolean exclusive(Column column, Bound.Kind kind) {
    return limit(column, kind) != null;
  }

  /** The limit of one of these kinds, or null. */
  private static @Nullable Object limit(Column column, Bound.Kind... kinds) {
    for (Bound.Kind kind : kinds) {
      for (var constraint : column.constraints()) {
        if (constraint instanceof Bound bound && bound.kind() == kind) {
          return bound.limit();
        }
      }
    }
    return null;
  }
}
