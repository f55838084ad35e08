package com.globant.hiring.domain.text;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.Temporal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A format in the common subset of strptime: {@code %Y %y %m %b %B %d %H %I %p %M %S %f %z %%}.
 *
 * <p>Numbers may have fewer digits than usual, except years. {@code %b} and {@code %B} are English.
 * {@code %y} is 1969 to 2068. A blank is any number of blanks.
 *
 * <p>Immutable.
 */
public final class TimeFormat {
  private static final String DIRECTIVES = "YymbBdHIpMSfz%";
  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  static final int ABBREVIATED = 3;
  private static final int CENTURY = 100;
  static final int HALF_DAY = 12;

  private static final LocalDateTime EXAMPLE = LocalDateTime.of(2021, 11, 27, 14, 48, 42);

  private final String pattern;
  private final String example;
  private final Set<Character> directives = new HashSet<>();

  /**
   * @throws IllegalArgumentException if the pattern has a directive that is not read, or the same
   *     thing twice
   */
  public TimeFormat(String pattern) {
    this.pattern = pattern;
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '%') {
        i++;
        char directive = i < pattern.length() ? pattern.charAt(i) : ' ';
        if (DIRECTIVES.indexOf(directive) < 0) {
          throw new IllegalArgumentException(
              "%%%s is not read; the directives are %%Y %%y %%m %%b %%B %%d %%H %%I %%p %%M %%S %%f %%z %%%%"
                  .formatted(directive));
        }
        if (directive != '%' && !directives.add(directive)) {
          throw new IllegalArgumentException("%%%s is there twice".formatted(directive));
        }
      }
    }
    requireOneOf("Yy");
    requireOneOf("mbB");
    requireOneOf("HI");
    if (has("I") != has("p")) {
      throw new IllegalArgumentException("%I needs %p, and %p needs %I");
    }
    this.example = format(EXAMPLE);
  }

  private void requireOneOf(String alternatives) {
    if (alternatives.chars().filter(c -> directives.contains((char) c)).count() > 1) {
      throw new IllegalArgumentException(
          "only one of %" + String.join(" %", alternatives.split("")) + " can be there");
    }
  }

  /** Whether one of these directives is there. */
  private boolean has(String any) {
    return any.chars().anyMatch(c -> directives.contains((char) c));
  }

  /** Whether the format has a year, a month and a day. */
  public boolean hasDate() {
    return has("Yy") && has("mbB") && has("d");
  }

  /** Whether the format has an hour and minutes. */
  public boolean hasTime() {
    return has("HI") && has("M");
  }

  /** Whether the format has anything of a date. */
  public boolean hasPartOfDate() {
    return has("YymbBd");
  }

  /** Whether the format has anything of a time. */
  public boolean hasPartOfTime() {
    return has("HIpMSfz");
  }

  /** Whether the format has fractions of seconds. */
  public boolean hasFraction() {
    return has("f");
  }

  /** Whether the format has a time zone. */
  public boolean hasOffset() {
    return has("z");
  }

  /** The date, or the fault; for formats with a date. */
  public Object date(String text, RowErrorCode code) {
    TimeReader read = new TimeReader(pattern, text);
    LocalDate date = read.matches() ? read.date() : null;
    return date == null ? fault(code) : date;
  }

  /** The time, or the fault. */
  public Object time(String text, RowErrorCode code) {
    TimeReader read = new TimeReader(pattern, text);
    LocalTime time = read.matches() ? read.time() : null;
    return time == null ? fault(code) : time;
  }

  /** The datetime in UTC, or the fault; for formats with a date. */
  public Object datetime(String text, RowErrorCode code) {
    TimeReader read = new TimeReader(pattern, text);
    if (read.matches()) {
      LocalDate date = read.date();
      LocalTime time = read.time();
      if (date != null && time != null) {
        return date.atTime(time).minusMinutes(read.offsetMinutes());
      }
    }
    return fault(code);
  }

  private Fault fault(RowErrorCode code) {
    return new Fault(code, "is not in the format %s, as in %s".formatted(pattern, example));
  }

  public String format(Temporal value) {
    LocalDate date =
        value instanceof LocalDateTime datetime
            ? datetime.toLocalDate()
            : value instanceof LocalDate day ? day : EXAMPLE.toLocalDate();
    LocalTime time =
        value instanceof LocalDateTime datetime
            ? datetime.toLocalTime()
            : value instanceof LocalTime clock ? clock : LocalTime.MIDNIGHT;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      text.append(c == '%' ? formatted(pattern.charAt(++i), date, time) : String.valueOf(c));
    }
    return text.toString();
  }

  private static String formatted(char directive, LocalDate date, LocalTime time) {
    String month = MONTHS.get(date.getMonthValue() - 1);
    return switch (directive) {
      case 'Y' -> "%04d".formatted(date.getYear());
      case 'y' -> "%02d".formatted(date.getYear() % CENTURY);
      case 'm' -> "%02d".formatted(date.getMonthValue());
      case 'b' -> month.substring(0, ABBREVIATED);
      case 'B' -> month;
      case 'd' -> "%02d".formatted(date.getDayOfMonth());
      case 'H' -> "%02d".formatted(time.getHour());
      case 'I' -> "%02d".formatted((time.getHour() + HALF_DAY - 1) % HALF_DAY + 1);
      case 'p' -> time.getHour() < HALF_DAY ? "AM" : "PM";
      case 'M' -> "%02d".formatted(time.getMinute());
      case 'S' -> "%02d".formatted(time.getSecond());
      case 'f' -> "%06d".formatted(time.getNano() / 1000);
      case 'z' -> "+0000";
      default -> "%";
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TimeFormat format && pattern.equals(format.pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  /** The format as it is written. */
  @Override
  public String toString() {
    return pattern;
  }
}
