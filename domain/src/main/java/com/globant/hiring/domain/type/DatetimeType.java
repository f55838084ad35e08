package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.IsoText;
import com.globant.hiring.domain.text.TimeFormat;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Datetimes of the years 1000 to 9999 with microseconds: {@link LocalDateTime} in UTC.
 *
 * @param format how datetimes are written, or null for ISO 8601 ({@link IsoText})
 */
public record DatetimeType(@Nullable TimeFormat format) implements ColumnType {
  public static final DatetimeType ISO = new DatetimeType(null);

  /** The years that MySQL's DATE and DATETIME support. */
  public static final int FIRST_YEAR = 1000;

  public static final int LAST_YEAR = 9999;

  static final Fault OUT_OF_RANGE =
      new Fault(
          RowErrorCode.OUT_OF_RANGE,
          "must be in the years %d to %d (UTC)".formatted(FIRST_YEAR, LAST_YEAR));

  @Override
  public String typeName() {
    return "datetime";
  }

  @Override
  public Object parse(String text) {
    Object read =
        format == null
            ? IsoText.readDatetime(text)
            : format.datetime(text, RowErrorCode.INVALID_DATETIME);
    return read instanceof LocalDateTime datetime && !isStorable(datetime.getYear())
        ? OUT_OF_RANGE
        : read;
  }

  static boolean isStorable(int year) {
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }

  @Override
  public String format(Object value) {
    return format == null ? value.toString() : format.format((LocalDateTime) value);
  }

  @Override
  public Storage storage() {
    return Storage.of(Storage.Kind.DATETIME);
  }

  @Override
  public ColumnType inDefaultNotation() {
    return ISO;
  }
}
