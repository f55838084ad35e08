package com.globant.hiring.domain;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * ISO 8601 moments in the extended format: {@code 2021-11-07}, {@code 2021-11-07T02:48}, {@code
 * 2021-11-07 02:48:42.123456+01:00}. Between date and time stands {@code T} or one blank; seconds
 * and a fraction of one to six digits are optional; {@code Z}, {@code ±hh:mm} or nothing (UTC) ends
 * it. A date alone is its midnight. The offset is at most 18 hours, as in {@link
 * java.time.ZoneOffset}.
 */
public final class TimestampText {
  private static final int MAX_OFFSET_MINUTES = 18 * 60;
  private static final int SHORTEST_MONTH = 28;

  private final String text;
  private int position;

  private TimestampText(String text) {
    this.text = text;
  }

  /** The moment in UTC, or null where the text is none or names an impossible date or time. */
  static @Nullable LocalDateTime read(String text) {
    return new TimestampText(text).moment();
  }

  private @Nullable LocalDateTime moment() {
    LocalDate date = date();
    if (date == null) {
      return null;
    }
    if (position == text.length()) {
      return date.atStartOfDay();
    }
    if (!take('T') && !take(' ')) {
      return null;
    }
    LocalTime time = time();
    if (time == null) {
      return null;
    }
    int offset = offsetMinutes();
    if (offset == Integer.MIN_VALUE || position != text.length()) {
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
    if (month < 1 || month > 12 || !take('-')) {
      return null;
    }
    int day = digits(2);
    if (day < 1 || (day > SHORTEST_MONTH && day > YearMonth.of(year, month).lengthOfMonth())) {
      return null;
    }
    return LocalDate.of(year, month, day);
  }

  private @Nullable LocalTime time() {
    int hour = digits(2);
    if (hour < 0 || hour > 23 || !take(':')) {
      return null;
    }
    int minute = digits(2);
    if (minute < 0 || minute > 59) {
      return null;
    }
    if (!take(':')) {
      return LocalTime.of(hour, minute);
    }
    int second = digits(2);
    if (second < 0 || second > 59) {
      return null;
    }
    int micros = take('.') || take(',') ? fractionMicros() : 0;
    return micros < 0 ? null : LocalTime.of(hour, minute, second, micros * 1000);
  }

  /** Microseconds of one to six digits, or -1: a longer fraction would have to be cut. */
  private int fractionMicros() {
    int count = 0;
    int micros = 0;
    for (int digit = digit(); digit >= 0; digit = digit()) {
      micros = micros * 10 + digit;
      if (++count > 6) {
        return -1;
      }
    }
    if (count == 0) {
      return -1;
    }
    for (; count < 6; count++) {
      micros *= 10;
    }
    return micros;
  }

  /** Minutes east of UTC, or {@link Integer#MIN_VALUE}. */
  private int offsetMinutes() {
    if (position == text.length() || take('Z')) {
      return 0;
    }
    boolean west = take('-');
    if (!west && !take('+')) {
      return Integer.MIN_VALUE;
    }
    int hours = digits(2);
    if (hours < 0 || !take(':')) {
      return Integer.MIN_VALUE;
    }
    int minutes = digits(2);
    int offset = hours * 60 + minutes;
    if (minutes < 0 || minutes > 59 || offset > MAX_OFFSET_MINUTES) {
      return Integer.MIN_VALUE;
    }
    return west ? -offset : offset;
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
    if (position < text.length()) {
      char c = text.charAt(position);
      if (c >= '0' && c <= '9') {
        position++;
        return c - '0';
      }
    }
    return -1;
  }

  private boolean take(char expected) {
    if (position < text.length() && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }
}
