package com.globant.hiring.domain.type;

import java.util.regex.Pattern;

/** Months of a year, as in {@code 2021-07}: {@link String}. */
public record YearMonthType() implements ColumnType {
  private static final int LENGTH = 7;
  private static final Pattern MONTH = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");

  @Override
  public String typeName() {
    return "yearmonth";
  }

  @Override
  public Object parse(String text) {
    String month = Blanks.strip(text);
    return MONTH.matcher(month).matches()
        ? month
        : new Fault(
            RowErrorCode.INVALID_DATE, "is not a month of a year; write year-month, as in 2021-07");
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
