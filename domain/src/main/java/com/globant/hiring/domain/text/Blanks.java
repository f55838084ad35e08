package com.globant.hiring.domain.text;

/** Blank characters: those with the Unicode property White_Space. */
public final class Blanks {
  private static final char NEXT_LINE = '\u0085';

  private Blanks() {}

  /** Whether a character is a blank, a no-break space, a tab, a line end or another of the kind. */
  public static boolean is(char c) {
    return c <= ' '
        ? c == ' ' || (c >= '\t' && c <= '\r')
        : c == NEXT_LINE || (c >= '\u00A0' && Character.isSpaceChar(c));
  }

  /** Whether a text has nothing but blanks; also if it has nothing at all. */
  public static boolean only(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (!is(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The text without blanks at its beginning and end. */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && is(text.charAt(from))) {
      from++;
    }
    while (to > from && is(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
