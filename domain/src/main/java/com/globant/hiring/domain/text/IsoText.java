package com.globant.hiring.domain.text;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads datetimes, dates and times in the extended format of ISO 8601: {@code 2021-11-07}, {@code
 * 2021-11-07T02:48}, {@code 2021-11-07 02:48:42.123456+01:00}. Blanks around them are ignored. Date
 * and time are separated by {@code T}, {@code t} or one blank. Seconds and a fraction of one to six
 * digits are optional; further digits must be 0. The zone is {@code Z}, {@code z}, {@code UTC}
 * after a blank, {@code ±hh}, {@code ±hhmm}, {@code ±hh:mm} or missing (UTC). A date alone is its
 * midnight. The offset is at most 18 hours, as in {@link java.time.ZoneOffset}. The range of years
 * is checked by {@link DatetimeType} and {@link DateType}; other formats are read by {@link
 * TimeReader}.
 */
public final class IsoText {
  private static final int MAX_OFFSET_MINUTES = 18 * 60;
  private static final int SHORTEST_MONTH = 28;
  private static final int MICROS_DIGITS = 6;
  private static final String UTC = " UTC";

  private static final String NO_DATETIME =
      "is no ISO 8601 date and time, as in 2021-11-07T02:48:42Z";
  private static final String NO_DATE = "is no ISO 8601 date, as in 2021-11-07";
  private static final String NO_TIME = "is no ISO 8601 time, as in 02:48:42";
  private static final String BAD_OFFSET =
      "has a time zone that cannot be read; write Z, +hh:mm or -hh:mm";

  private static final Map<String, String> EXAMPLES =
      Map.of(
          NO_DATETIME, "a date and time, as in 2021-11-07T02:48:42Z",
          NO_DATE, "a date, as in 2021-11-07",
          NO_TIME, "a time, as in 02:48:42");

  private final String text;
  private final int end;
  private int position;
  private @Nullable String fault;

  private IsoText(String text) {
    this.text = text;
    int to = text.length();
    while (to > 0 && Blanks.is(text.charAt(to - 1))) {
      to--;
    }
    while (position < to && Blanks.is(text.charAt(position))) {
      position++;
    }
    this.end = to;
  }

  /** The datetime in UTC, or the fault. */
  public static Object readDatetime(String text) {
    IsoText read = new IsoText(text);
    LocalDateTime datetime = read.datetime();
    return datetime != null
        ? datetime
        : new Fault(RowErrorCode.INVALID_DATETIME, read.found(NO_DATETIME));
  }

  /** The date, or the fault. */
  public static Object readDate(String text) {
    IsoText read = new IsoText(text);
    LocalDate date = read.date();
    return date != null && read.position == read.end
        ? date
        : new Fault(RowErrorCode.INVALID_DATE, read.found(NO_DATE));
  }

  /** The time of day, or the fault. */
  public static Object readTime(String text) {
    IsoText read = new IsoText(text);
    LocalTime time = read.time();
    return time != null && read.position == read.end
        ? time
        : new Fault(RowErrorCode.INVALID_TIME, read.found(NO_TIME));
  }

  /** The fault that was found, or what else the text resembles. */
  private String found(String general) {
    return fault == null ? otherNotation(text, general) : fault;
  }

  private @Nullable LocalDateTime datetime() {
    LocalDate date = date();
    if (date == null) {
      return null;
    }
    if (position == end) {
      return date.atStartOfDay();
    }
    if (!take('T') && !take(' ') && !take('t')) {
      return null;
    }
    LocalTime time = time();
    if (time == null) {
      return null;
    }
    int offset = offsetMinutes();
    if (offset == Integer.MIN_VALUE) {
      return null;
    }
    if (position != end) {
      fault = BAD_OFFSET;
      return null;
    }
    LocalDateTime local = date.atTime(time);
    return offset == 0 ? local : local.minusMinutes(offset);
  }

  private @Nullable LocalDate date() {
    int year = digits(4);
    if (year < 0 || !take('-')) {
      return null;
    }
    int month = digits(2);
    if (month < 0 || !take('-')) {
      return null;
    }
    int day = digits(2);
    if (day < 0) {
      return null;
    }
    if (month < 1 || month > 12) {
      fault = "has a month that does not exist; write year-month-day, as in 2021-11-07";
      return null;
    }
    if (day < 1 || (day > SHORTEST_MONTH && day > YearMonth.of(year, month).lengthOfMonth())) {
      fault = "has a day that its month does not have; write a date that exists";
      return null;
    }
    return LocalDate.of(year, month, day);
  }

  private @Nullable LocalTime time() {
    int hour = digits(2);
    if (hour < 0 || !take(':')) {
      return null;
    }
    int minute = digits(2);
    if (minute < 0) {
      return null;
    }
    boolean seconds = take(':');
    int second = seconds ? digits(2) : 0;
    if (second < 0) {
      return null;
    }
    if (hour > 23 || minute > 59 || second > 59) {
      fault = "has a time of day that does not exist; write 00:00:00 to 23:59:59";
      return null;
    }
    int micros = seconds && (take('.') || take(',')) ? fractionMicros() : 0;
    return micros < 0 ? null : LocalTime.of(hour, minute, second, micros * 1000);
  }

  /** Microseconds, or -1: what is finer would have to be cut. */
  private int fractionMicros() {
    int count = 0;
    int micros = 0;
    for (int digit = digit(); digit >= 0; digit = digit()) {
      if (++count <= MICROS_DIGITS) {
        micros = micros * 10 + digit;
      } else if (digit != 0) {
        fault = "has more than 6 digits of a second; round it to microseconds";
        return -1;
      }
    }
    if (count == 0) {
      return -1;
    }
    for (; count < MICROS_DIGITS; count++) {
      micros *= 10;
    }
    return micros;
  }

  /** Minutes east of UTC, or {@link Integer#MIN_VALUE}. */
  private int offsetMinutes() {
    if (position == end || take('Z') || take('z')) {
      return 0;
    }
    if (text.startsWith(UTC, position)) {
      position += UTC.length();
      return 0;
    }
    boolean west = take('-');
    if (!west && !take('+')) {
      // No time zone: the caller refuses what is there instead.
      return 0;
    }
    int hours = digits(2);
    int minutes = take(':') || position < end ? digits(2) : 0;
    if (hours < 0 || minutes < 0) {
      fault = BAD_OFFSET;
      return Integer.MIN_VALUE;
    }
    int offset = hours * 60 + minutes;
    if (minutes > 59 || offset > MAX_OFFSET_MINUTES) {
      fault = "has a time zone that does not exist; its offset is at most 18:00";
      return Integer.MIN_VALUE;
    }
    return west ? -offset : offset;
  }

  /** What is wrong with a text that does not even resemble a datetime. */
  private static String otherNotation(String text, String general) {
    String value = Blanks.strip(text);
    if (value.matches("[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{4}|[0-9]{2})([ ,T].*)?")) {
      return "has day and month in an ambiguous order; write year-month-day, as in 2021-07-27";
    }
    if (value.matches("[0-9]{4}[/.][0-9]{1,2}[/.][0-9]{1,2}([ ,T].*)?")) {
      return "has a date without hyphens; write year-month-day, as in 2021-07-27";
    }
    if (value.matches("[+-]?[0-9]+([.][0-9]+)?")) {
      return "is a number; write " + EXAMPLES.get(general);
    }
    return general;
  }

  /** Exactly this many digits, or -1. */
  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      int digit = digit();
      if (digit < 0) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** The next digit, taken, or -1 with nothing taken. */
  private int digit() {
    if (position < end) {
      char c = text.charAt(position);
      if (c >= '0' && c <= '9') {
        position++;
        return c - '0';
      }
    }
    return -1;
  }

  private boolean take(char expected) {
    if (position < end && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }
}
