package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Undecodable;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Spells out undecodable bytes, as {@link Undecodable#spelledOut(CharSequence)} does, while text is
 * written. Otherwise the text of a large record would take several times its size in memory.
 */
final class SpellingWriter extends FilterWriter {
  private static final int NONE = -1;

  /** The first half of a surrogate pair whose second half was not written yet. */
  private int high = NONE;

  SpellingWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    write(new char[] {(char) c}, 0, 1);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    write(text.toCharArray(), offset, length);
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      char c = chars[i];
      if (high != NONE) {
        from = afterHigh(c, i);
        if (from > i) {
          continue;
        }
      }
      if (Character.isSurrogate(c)) {
        out.write(chars, from, i - from);
        from = i + 1;
        if (Character.isHighSurrogate(c)) {
          high = c;
        } else {
          out.write(Undecodable.spelledOut(c));
        }
      }
    }
    out.write(chars, from, end - from);
  }

  /**
   * Writes the first half with its second, or spells it out.
   *
   * @return the position of the next character to write
   */
  private int afterHigh(char c, int i) throws IOException {
    char first = (char) high;
    high = NONE;
    if (Character.isLowSurrogate(c)) {
      out.write(new char[] {first, c});
      return i + 1;
    }
    out.write(Undecodable.spelledOut(first));
    return i;
  }

  @Override
  public void close() throws IOException {
    if (high != NONE) {
      out.write(Undecodable.spelledOut((char) high));
      high = NONE;
    }
    super.close();
  }
}
