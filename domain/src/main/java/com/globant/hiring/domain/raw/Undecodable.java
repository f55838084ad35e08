package com.globant.hiring.domain.raw;

import java.util.HexFormat;

/**
 * Represents, in a string, a byte that cannot be decoded: as the lone low surrogate {@code U+DC00 +
 * byte}, which no decoder returns for valid input. So a row with such bytes differs from one that
 * really has a replacement character, and the bytes can still be shown.
 */
public final class Undecodable {
  private static final char BASE = '\uDC00';
  private static final int LAST = BASE + 0xFF;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Undecodable() {}

  /** The stand-in of a byte. */
  public static char of(byte undecodable) {
    return (char) (BASE + (undecodable & 0xFF));
  }

  /** Whether a text holds a stand-in or any other half of a surrogate pair. */
  public static boolean isIn(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (isPairAt(text, i)) {
          i++;
        } else {
          return true;
        }
      }
    }
    return false;
  }

  /** The text with each stand-in spelled out, as {@code \xE9}; fit for any encoding. */
  public static String spelledOut(CharSequence text) {
    if (!isIn(text)) {
      return text.toString();
    }
    StringBuilder spelled = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        spelled.append(c);
      } else if (isPairAt(text, i)) {
        spelled.append(c).append(text.charAt(++i));
      } else {
        spelled.append(spelledOut(c));
      }
    }
    return spelled.toString();
  }

  /**
   * The beginning of a text for messages, with each stand-in spelled out.
   *
   * @param most how many characters (Unicode code points) are shown; an ellipsis stands for the
   *     rest
   */
  public static String shown(String text, int most) {
    String readable = spelledOut(text);
    return readable.codePointCount(0, readable.length()) <= most
        ? readable
        : readable.substring(0, readable.offsetByCodePoints(0, most)) + "…";
  }

  /** A stand-in, or another half of a surrogate pair, spelled out. */
  public static String spelledOut(char half) {
    return half >= BASE && half <= LAST
        ? "\\x" + HEX.toHexDigits((byte) half)
        : "\\u" + HEX.toHexDigits(half);
  }

  private static boolean isPairAt(CharSequence text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
