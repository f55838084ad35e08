package com.globant.hiring.cli;

/** Text of others on a terminal. */
final class Printable {
  private Printable() {}

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
