package com.globant.hiring.mysql.keys;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.Storage;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.data.Numeric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Values of rows as the driver takes and gives them. */
public final class SqlValues {
  private static final Duration DAY = Duration.ofDays(1);

  private SqlValues() {}

  /** The parameter of a statement for a value. The driver takes all but decimals as they are. */
  public static @Nullable Object parameter(@Nullable Object value) {
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value;
  }

  /**
   * A value of the Java type that the column's type documents. A table that others have made may
   * have values that the type does not have; they equal none of it.
   *
   * @param row whose value at the position is not null
   */
  public static Object read(Row row, int position, Column column) {
    Object value = row.getValue(position);
    Storage storage = column.type().storage();
    return switch (storage.kind()) {
      case SMALLINT, INT ->
          ((Number) value).longValue() == ((Number) value).intValue()
              ? (Object) ((Number) value).intValue()
              : value;
      case BIGINT -> ((Number) value).longValue();
      case DECIMAL -> decimal(value, storage.scale());
      case DOUBLE -> ((Number) value).doubleValue();
      case BOOLEAN -> value instanceof Boolean ? value : ((Number) value).longValue() != 0;
      case TIME -> value instanceof Duration time ? time(time) : value;
      case CHAR, VARCHAR, TEXT, DATE, DATETIME -> value;
      case JSON -> value.toString();
    };
  }

  private static BigDecimal decimal(Object value, int scale) {
    BigDecimal exact =
        value instanceof Numeric numeric
            ? numeric.bigDecimalValue()
            : new BigDecimal(value.toString());
    BigDecimal shortest = exact.stripTrailingZeros();
    return shortest.scale() > scale ? shortest : shortest.setScale(scale, RoundingMode.UNNECESSARY);
  }

  private static Object time(Duration time) {
    return time.isNegative() || time.compareTo(DAY) >= 0
        ? time
        : LocalTime.ofNanoOfDay(time.toNanos());
  }
}
