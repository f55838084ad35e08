package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.text.NumberText;

/** Years of four digits: {@link Integer}. */
public record YearType() implements ColumnType {
  private static final int DIGITS = 4;

  @Override
  public String typeName() {
    return "year";
  }

  @Override
  public Object parse(String text) {
    String year = Blanks.strip(text);
    return year.length() == DIGITS && NumberText.digits(year) == DIGITS
        ? Integer.valueOf(year)
        : new Fault(RowErrorCode.INVALID_DATE, "is not a year; write four digits, as in 2021");
  }

  @Override
  public String format(Object value) {
    return "%04d".formatted((Integer) value);
  }

  @Override
  public Storage storage() {
    return Storage.of(Storage.Kind.SMALLINT);
  }
}
