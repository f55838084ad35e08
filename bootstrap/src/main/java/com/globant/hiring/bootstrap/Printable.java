package com.globant.hiring.bootstrap;

/**
 * Text that is safe in a line of a log: it neither ends the line, nor moves a terminal's cursor,
 * nor changes the order in which the rest is shown.
 */
final class Printable {
  private Printable() {}

  /**
   * The text with control characters, line and paragraph separators, format characters (bidi
   * controls are some) and halves of surrogate pairs as {@code \n}, {@code \r}, {@code \t} or
   * {@code \}{@code uXXXX}. These are escapes of JSON too, so that the text of a JSON object
   * remains equal to it.
   */
  static String escaped(String text) {
    if (text.codePoints().noneMatch(Printable::isUnsafe)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isUnsafe(c)) {
                escape(c, escaped);
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static void escape(int c, StringBuilder to) {
    switch (c) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        if (Character.getType(c) == Character.SURROGATE) {
          to.append("\\ufffd");
          return;
        }
        for (char unit : Character.toChars(c)) {
          to.append("\\u%04x".formatted((int) unit));
        }
      }
    }
  }
}
