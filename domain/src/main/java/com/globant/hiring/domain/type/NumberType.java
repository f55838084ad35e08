package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.NumberText;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Numbers with fractions: {@link BigDecimal} of exactly {@code scale} if the type has a precision,
 * else {@link Double}.
 *
 * @param precision digits in all, or null for DOUBLE
 * @param scale digits after the point; 0 for DOUBLE
 */
public record NumberType(@Nullable Integer precision, int scale, NumberNotation notation)
    implements ColumnType {

  public static final int MAX_PRECISION = 65;
  public static final int MAX_SCALE = 30;

  /** Far more than any number needs; longer ones cost too much. */
  private static final int MAX_CHARACTERS = 400;

  private static final Fault INVALID =
      new Fault(RowErrorCode.INVALID_NUMBER, "is not a number; write digits, as in 1234.5");

  /** A DOUBLE. */
  public NumberType(NumberNotation notation) {
    this(null, 0, notation);
  }

  @Override
  public String typeName() {
    return "number";
  }

  @Override
  public Object parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return new Fault(
          RowErrorCode.INVALID_NUMBER,
          "has more than %d characters; write it shorter".formatted(MAX_CHARACTERS));
    }
    String plain = notation.plain(text);
    if (plain == null) {
      return new Fault(
          RowErrorCode.INVALID_NUMBER,
          notation.groupChar() == null
              ? "is not a number; write digits, as in 1234%s5".formatted(notation.decimalChar())
              : "is not a number; write digits, as in 1%s234%s5"
                  .formatted(notation.groupChar(), notation.decimalChar()));
    }
    plain = Blanks.strip(plain);
    int digits = NumberText.digits(plain);
    if (digits == NumberText.INVALID) {
      return INVALID;
    }
    if (precision != null) {
      BigDecimal scaled = digits <= NumberText.LONG_DIGITS ? NumberText.scaled(plain, scale) : null;
      return scaled != null && scaled.precision() <= precision
          ? scaled
          : decimal(new BigDecimal(plain), precision);
    }
    // Adding 0 makes -0 a 0.
    return digits <= NumberText.DOUBLE_DIGITS
        ? (Object) (Double.parseDouble(plain) + 0.0)
        : nearest(new BigDecimal(plain));
  }

  private Object decimal(BigDecimal exact, int digits) {
    // First of all, as an exponent may make a number that takes gigabytes.
    if ((long) exact.precision() - exact.scale() > digits - scale && exact.signum() != 0) {
      return new Fault(
          RowErrorCode.OUT_OF_RANGE,
          "has more than %d digits before the decimal point".formatted(digits - scale));
    }
    BigDecimal shortest = exact.stripTrailingZeros();
    if (shortest.scale() > scale) {
      return new Fault(
          RowErrorCode.INVALID_NUMBER,
          scale == 0
              ? "has a fraction; write a whole number"
              : "has more than %d digits after the decimal point; round it".formatted(scale));
    }
    return shortest.setScale(scale);
  }

  private static Object nearest(BigDecimal exact) {
    return NumberText.fitsDouble(exact)
        ? exact.doubleValue() + 0.0
        : new Fault(
            RowErrorCode.OUT_OF_RANGE,
            "is beyond what a DOUBLE holds with 15 digits (2.2e-308 to 1.7e308)");
  }

  @Override
  public String format(Object value) {
    String plain = value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    return plain.replace('.', notation.decimalChar());
  }

  @Override
  public Storage storage() {
    return precision == null
        ? Storage.of(Storage.Kind.DOUBLE)
        : new Storage(Storage.Kind.DECIMAL, precision, scale);
  }

  @Override
  public ColumnType inDefaultNotation() {
    return new NumberType(precision, scale, NumberNotation.DEFAULT);
  }
}
