package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.text.NumberText;

/** Months of a year, as in {@code 2021-07}: {@link String}. */
public record YearMonthType() implements ColumnType {
  private static final int LENGTH = 7;

  @Override
  public String typeName() {
    return "yearmonth";
  }

  @Override
  public Object parse(String text) {
    String month = Blanks.strip(text);
    return isMonth(month)
        ? month
        : new Fault(
            RowErrorCode.INVALID_DATE, "is not a month of a year; write year-month, as in 2021-07");
  }

  private static boolean isMonth(String text) {
    if (text.length() != LENGTH || text.charAt(4) != '-') {
      return false;
    }
    int month = NumberText.number(text, 5, LENGTH);
    return NumberText.number(text, 0, 4) >= 0 && month >= 1 && month <= 12;
  }

  @Override
  public String format(Object value) {
    return (String) value;
  }

  @Override
  public Storage storage() {
    return Storage.of(Storage.Kind.CHAR, LENGTH);
  }
}
