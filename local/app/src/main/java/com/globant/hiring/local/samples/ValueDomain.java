package com.globant.hiring.local.samples;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.Bound;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.YearType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongFunction;
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
    long last = day(column, LAST_DAY, Bound.Kind.MAXIMUM, Bound.Kind.EXCLUSIVE_MAXIMUM);
    long first = day(column, FIRST_DAY, Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM);
    first = first > last ? last - DAYS + 1 : first;
    long from = first + (exclusive(column, Bound.Kind.EXCLUSIVE_MINIMUM) ? 1 : 0);
    long to = last - (exclusive(column, Bound.Kind.EXCLUSIVE_MAXIMUM) ? 1 : 0);
    return new ValueDomain(
        column.type(), to - from + 1, DAYS, 1, index -> LocalDate.ofEpochDay(from + index));
  }

  private static long day(Column column, LocalDate usual, Bound.Kind... kinds) {
    return limit(column, kinds) instanceof LocalDate day ? day.toEpochDay() : usual.toEpochDay();
  }

  static Domain datetimes(Column column) {
    long last =
        second(column, LAST_DAY.atStartOfDay(), Bound.Kind.MAXIMUM, Bound.Kind.EXCLUSIVE_MAXIMUM);
    long first =
        second(column, FIRST_DAY.atStartOfDay(), Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM);
    first = first > last ? last - DAYS * SECONDS_A_DAY + 1 : first;
    // A bound may have a fraction of a second.
    long from =
        first + (limit(column, Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM) == null ? 0 : 1);
    long to = last - (exclusive(column, Bound.Kind.EXCLUSIVE_MAXIMUM) ? 1 : 0);
    return new ValueDomain(
        column.type(),
        to - from + 1,
        DAYS * SECONDS_A_DAY,
        1,
        index -> LocalDateTime.ofEpochSecond(from + index, 0, ZoneOffset.UTC));
  }

  private static long second(Column column, LocalDateTime usual, Bound.Kind... kinds) {
    Object limit = limit(column, kinds);
    return (limit instanceof LocalDateTime moment ? moment : usual).toEpochSecond(ZoneOffset.UTC);
  }

  static Domain times(Column column) {
    LocalTime least = time(column, LocalTime.MIN, Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM);
    LocalTime greatest =
        time(column, LocalTime.MAX, Bound.Kind.MAXIMUM, Bound.Kind.EXCLUSIVE_MAXIMUM);
    boolean bounded = limit(column, Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM) != null;
    long from = (long) least.toSecondOfDay() + (bounded ? 1 : 0);
    long to =
        (long) greatest.toSecondOfDay() - (exclusive(column, Bound.Kind.EXCLUSIVE_MAXIMUM) ? 1 : 0);
    return new ValueDomain(
        column.type(),
        to - from + 1,
        SECONDS_A_DAY,
        1,
        index -> LocalTime.ofSecondOfDay(from + index));
  }

  private static LocalTime time(Column column, LocalTime usual, Bound.Kind... kinds) {
    return limit(column, kinds) instanceof LocalTime time ? time : usual;
  }

  /** Years, or months of years. */
  static Domain years(Column column) {
    boolean years = column.type() instanceof YearType;
    long unit = years ? 1 : 12;
    long first = count(column, FIRST_YEAR * unit, Bound.Kind.MINIMUM, Bound.Kind.EXCLUSIVE_MINIMUM);
    long last = count(column, LAST_YEAR * unit, Bound.Kind.MAXIMUM, Bound.Kind.EXCLUSIVE_MAXIMUM);
    int drawn = years ? YEARS : MONTHS;
    first = first > last ? last - drawn + 1 : first;
    long from = first + (exclusive(column, Bound.Kind.EXCLUSIVE_MINIMUM) ? 1 : 0);
    long to = last - (exclusive(column, Bound.Kind.EXCLUSIVE_MAXIMUM) ? 1 : 0);
    return new ValueDomain(
        column.type(),
        to - from + 1,
        drawn,
        1,
        index ->
            years
                ? (Object) (int) (from + index)
                : YearMonth.of((int) ((from + index) / 12), (int) ((from + index) % 12) + 1)
                    .toString());
  }

  private static long count(Column column, long usual, Bound.Kind... kinds) {
    Object limit = limit(column, kinds);
    if (limit instanceof Integer year) {
      return year;
    }
    if (limit instanceof String text) {
      YearMonth month = YearMonth.parse(text);
      return month.getYear() * 12L + month.getMonthValue() - 1;
    }
    return usual;
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
