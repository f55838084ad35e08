package com.globant.hiring.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Text of others, and times, on a terminal. */
final class Printable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private Printable() {}

  /** In the time zone of this machine, to the second. */
  static String of(Instant time) {
    return TIME.format(time);
  }

  /** Without control characters, which could move the cursor or span lines. */
  static String of(String text) {
    return text.chars().noneMatch(Character::isISOControl)
        ? text
        : text.codePoints()
            .map(code -> Character.isISOControl(code) ? '\uFFFD' : code)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
