package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Undecodable;

/** How {@link ConformanceCase} writes what cannot be seen. */
final class Notation {
  private Notation() {}

  /** Takes the bytes and characters of a notation in their order. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param code a code point, or the value of a byte
     */
    void accept(int code, boolean isByte);
  }

  /** Reads a notation. */
  static void read(String notation, Sink sink) {
    String repeated = expanded(notation);
    int at = 0;
    while (at < repeated.length()) {
      int code = repeated.codePointAt(at);
      at += Character.charCount(code);
      if (code != '\\') {
        sink.accept(code, false);
        continue;
      }
      char escape = repeated.charAt(at++);
      switch (escape) {
        case 'x' -> {
          sink.accept(Integer.parseInt(repeated.substring(at, at + 2), 16), true);
          at += 2;
        }
        case 'u' -> {
          sink.accept(Integer.parseInt(repeated.substring(at, at + 4), 16), false);
          at += 4;
        }
        case 'r' -> sink.accept('\r', false);
        case 'n' -> sink.accept('\n', false);
        case 't' -> sink.accept('\t', false);
        case 's' -> sink.accept(' ', false);
        case '\\' -> sink.accept('\\', false);
        default -> throw new IllegalArgumentException("No escape: " + notation);
      }
    }
  }

  /** The text of a notation of expected text. */
  static String text(String notation) {
    StringBuilder text = new StringBuilder();
    read(
        notation,
        (code, isByte) -> {
          if (isByte && code >= 0x80) {
            text.append(Undecodable.of((byte) code));
          } else {
            text.appendCodePoint(code);
          }
        });
    return text.toString();
  }

  private static String expanded(String notation) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (int open = notation.indexOf('«'); open >= 0; open = notation.indexOf('«', at)) {
      int close = notation.indexOf('»', open);
      int star = notation.lastIndexOf('*', close);
      text.append(notation, at, open);
      text.append(
          notation
              .substring(open + 1, star)
              .repeat(Integer.parseInt(notation.substring(star + 1, close))));
      at = close + 1;
    }
    return text.append(notation.substring(at)).toString();
  }
}
