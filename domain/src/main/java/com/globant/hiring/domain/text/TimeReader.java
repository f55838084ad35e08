package com.globant.hiring.domain.text;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Reads one text in a {@link TimeFormat}. */
final class TimeReader {
  private static final int MICROS_DIGITS = 6;
  private static final int FIRST_SHORT_YEAR = 69;
  private static final int MAX_OFFSET_MINUTES = 18 * 60;

  private final String pattern;
  private final String text;
  private int position;
  private int year;
  private int month;
  private int day;
  private int hour;
  private int minute;
  private int second;
  private int micros;
  private int offset;
  private boolean halfDays;
  private boolean afternoon;

  TimeReader(String pattern, String text) {
    this.pattern = Blanks.strip(pattern);
    this.text = Blanks.strip(text);
  }

  /** Whether the text is in the format. */
  boolean matches() {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean right = c == '%' ? take(pattern.charAt(++i)) : Blanks.is(c) ? blanks() : literal(c);
      if (!right) {
        return false;
      }
    }
    return position == text.length();
  }

  private boolean take(char directive) {
    return switch (directive) {
      case 'Y' -> (year = number(4, 4)) >= 0;
      case 'y' -> shortYear();
      case 'm' -> (month = number(1, 2)) >= 1;
      case 'b' -> month(TimeFormat.ABBREVIATED);
      case 'B' -> month(Integer.MAX_VALUE);
      case 'd' -> (day = number(1, 2)) >= 1;
      case 'H', 'I' -> (hour = number(1, 2)) >= 0;
      case 'p' -> half();
      case 'M' -> (minute = number(1, 2)) >= 0;
      case 'S' -> (second = number(1, 2)) >= 0;
      case 'f' -> fraction();
      case 'z' -> offset();
      default -> literal('%');
    };
  }

  private boolean literal(char c) {
    if (position < text.length() && text.charAt(position) == c) {
      position++;
      return true;
    }
    return false;
  }

  private boolean blanks() {
    int from = position;
    while (position < text.length() && Blanks.is(text.charAt(position))) {
      position++;
    }
    return position > from;
  }

  /** So many digits, or -1. */
  private int number(int least, int most) {
    int from = position;
    int value = 0;
    while (position < text.length()
        && position - from < most
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      value = value * 10 + text.charAt(position++) - '0';
    }
    return position - from >= least ? value : -1;
  }

  private boolean shortYear() {
    int read = number(2, 2);
    year = read + (read < FIRST_SHORT_YEAR ? 2000 : 1900);
    return read >= 0;
  }

  private boolean month(int letters) {
    for (int i = 0; i < TimeFormat.MONTHS.size(); i++) {
      String name = TimeFormat.MONTHS.get(i);
      if (word(name.substring(0, Math.min(letters, name.length())))) {
        month = i + 1;
        return true;
      }
    }
    return false;
  }

  private boolean half() {
    halfDays = true;
    afternoon = word("PM");
    return afternoon || word("AM");
  }

  private boolean word(String word) {
    boolean there = text.regionMatches(true, position, word, 0, word.length());
    position += there ? word.length() : 0;
    return there;
  }

  private boolean fraction() {
    int from = position;
    micros = number(1, MICROS_DIGITS);
    for (int digits = position - from; digits < MICROS_DIGITS; digits++) {
      micros *= 10;
    }
    return micros >= 0;
  }

  /** Minutes east of UTC. */
  int offsetMinutes() {
    return offset;
  }

  private boolean offset() {
    if (literal('Z')) {
      return true;
    }
    boolean west = literal('-');
    if (!west && !literal('+')) {
      return false;
    }
    int hours = number(2, 2);
    literal(':');
    int minutes = number(2, 2);
    offset = (west ? -1 : 1) * (hours * 60 + minutes);
    return hours >= 0 && minutes >= 0 && minutes < 60 && Math.abs(offset) <= MAX_OFFSET_MINUTES;
  }

  /** The date of a text that matches a format with a date; null if there is no such date. */
  @Nullable LocalDate date() {
    boolean exists = month <= 12 && day <= YearMonth.of(year, month).lengthOfMonth();
    return exists ? LocalDate.of(year, month, day) : null;
  }

  /** Null if there is no such time. */
  @Nullable LocalTime time() {
    if (halfDays && (hour < 1 || hour > TimeFormat.HALF_DAY)) {
      return null;
    }
    int ofDay =
        halfDays ? hour % TimeFormat.HALF_DAY + (afternoon ? TimeFormat.HALF_DAY : 0) : hour;
    return ofDay <= 23 && minute <= 59 && second <= 59
        ? LocalTime.of(ofDay, minute, second, micros * 1000)
        : null;
  }
}
