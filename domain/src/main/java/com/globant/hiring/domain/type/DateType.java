package com.globant.hiring.domain.type;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.IsoText;
import com.globant.hiring.domain.text.TimeFormat;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Dates of the years 1000 to 9999: {@link LocalDate}.
 *
 * @param format how dates are written, or null for ISO 8601
 */
public record DateType(@Nullable TimeFormat format) implements ColumnType {
  @Override
  public String typeName() {
    return "date";
  }

  @Override
  public Object parse(String text) {
    Object read =
        format == null ? IsoText.readDate(text) : format.date(text, RowErrorCode.INVALID_DATE);
    return read instanceof LocalDate date && !DatetimeType.isStorable(date.getYear())
        ? DatetimeType.OUT_OF_RANGE
        : read;
  }

  @Override
  public String format(Object value) {
    return format == null ? value.toString() : format.format((LocalDate) value);
  }

  @Override
  public Storage storage() {
    return Storage.of(Storage.Kind.DATE);
  }

  @Override
  public ColumnType inDefaultNotation() {
    return new DateType(null);
  }
}
