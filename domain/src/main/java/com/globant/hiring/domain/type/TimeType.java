package com.globant.hiring.domain.type;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.IsoText;
import com.globant.hiring.domain.text.TimeFormat;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * Times of day with microseconds: {@link LocalTime}.
 *
 * @param format how times are written, or null for ISO 8601
 */
public record TimeType(@Nullable TimeFormat format) implements ColumnType {
  @Override
  public String typeName() {
    return "time";
  }

  @Override
  public Object parse(String text) {
    return format == null ? IsoText.readTime(text) : format.time(text, RowErrorCode.INVALID_TIME);
  }

  @Override
  public String format(Object value) {
    return format == null ? value.toString() : format.format((LocalTime) value);
  }

  @Override
  public Storage storage() {
    return Storage.of(Storage.Kind.TIME);
  }

  @Override
  public ColumnType inDefaultNotation() {
    return new TimeType(null);
  }
}
