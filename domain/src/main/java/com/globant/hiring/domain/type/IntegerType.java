package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.IntegerText;
import com.globant.hiring.domain.text.NumberNotation;
import java.math.BigInteger;

/**
 * Whole numbers: {@link Integer} if minimum and maximum fit into 32 bits, else {@link Long}.
 *
 * @param minimum the least value
 * @param maximum the greatest value
 */
public record IntegerType(long minimum, long maximum, NumberNotation notation)
    implements ColumnType {

  public static final IntegerType INT =
      new IntegerType(Integer.MIN_VALUE, Integer.MAX_VALUE, NumberNotation.DEFAULT);

  public static final IntegerType BIGINT =
      new IntegerType(Long.MIN_VALUE, Long.MAX_VALUE, NumberNotation.DEFAULT);

  private static final Fault NOT_AN_INTEGER =
      invalid("is not an integer; write digits with an optional sign, as in 42");

  @Override
  public String typeName() {
    return "integer";
  }

  /** Whether values have 32 bits. */
  public boolean isInt() {
    return minimum >= Integer.MIN_VALUE && maximum <= Integer.MAX_VALUE;
  }

  @Override
  public Object parse(String text) {
    long value = IntegerText.read(text);
    return value >= minimum && value <= maximum && IntegerText.isValue(value)
        ? boxed(value)
        : parseSlowly(text);
  }

  private Object boxed(long value) {
    return isInt() ? (Object) (int) value : (Object) value;
  }

  private Object parseSlowly(String text) {
    String plain = notation.plain(text);
    if (plain == null) {
      return NOT_AN_INTEGER;
    }
    long value = IntegerText.read(plain);
    if (value == IntegerText.INVALID) {
      return NOT_AN_INTEGER;
    }
    if (value == IntegerText.FRACTION) {
      return invalid("has a fraction; write a whole number, as in 42");
    }
    if (value == IntegerText.GROUPED) {
      return invalid("may be thousands or have a fraction; write digits alone, as in 42");
    }
    BigInteger exact =
        value == IntegerText.LONG ? IntegerText.readLong(plain) : BigInteger.valueOf(value);
    if (exact.compareTo(BigInteger.valueOf(minimum)) < 0) {
      return outside(RowErrorCode.BELOW_MINIMUM, minimum);
    }
    if (exact.compareTo(BigInteger.valueOf(maximum)) > 0) {
      return outside(RowErrorCode.ABOVE_MAXIMUM, maximum);
    }
    return boxed(exact.longValueExact());
  }

  private static Fault invalid(String message) {
    return new Fault(RowErrorCode.INVALID_INTEGER, message);
  }

  /**
   * A value that the storage cannot hold has its own code, since no rule of the table refuses it.
   */
  private Fault outside(RowErrorCode code, long bound) {
    boolean ofStorage =
        isInt()
            ? bound == Integer.MIN_VALUE || bound == Integer.MAX_VALUE
            : bound == Long.MIN_VALUE || bound == Long.MAX_VALUE;
    if (ofStorage) {
      return new Fault(
          RowErrorCode.OUT_OF_RANGE, "must be between %d and %d".formatted(minimum, maximum));
    }
    return new Fault(
        code,
        code == RowErrorCode.BELOW_MINIMUM
            ? "must be at least %d".formatted(bound)
            : "must be at most %d".formatted(bound));
  }

  @Override
  public String format(Object value) {
    return value.toString();
  }

  @Override
  public Storage storage() {
    return Storage.of(isInt() ? Storage.Kind.INT : Storage.Kind.BIGINT);
  }

  @Override
  public ColumnType inDefaultNotation() {
    return new IntegerType(Long.MIN_VALUE, Long.MAX_VALUE, NumberNotation.DEFAULT);
  }
}
