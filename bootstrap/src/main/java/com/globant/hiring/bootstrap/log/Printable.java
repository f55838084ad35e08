package com.globant.hiring.bootstrap.log;

/**
 * Escapes text for a line of a log, so that it cannot end the line, control a terminal or change
 * the order in which text is shown.
 */
final class Printable {
  private Printable() {}

  /**
   * Escapes control characters, line and paragraph separators, format characters (such as bidi
   * controls) and unpaired surrogates as {@code \n}, {@code \r}, {@code \t} or {@code \}{@code
   * uXXXX}. JSON has the same escapes, so that an escaped JSON object keeps its values.
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
