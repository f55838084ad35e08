package com.globant.hiring.csv;

/** A part of an array that does not change any more: the text of a record, without a copy. */
final class TextSlice implements CharSequence {
  private final char[] chars;
  private final int from;
  private final int to;

  TextSlice(char[] chars, int from, int to) {
    this.chars = chars;
    this.from = from;
    this.to = to;
  }

  @Override
  public int length() {
    return to - from;
  }

  @Override
  public char charAt(int index) {
    if (index < 0 || index >= to - from) {
      throw new IndexOutOfBoundsException(index);
    }
    return chars[from + index];
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    if (start < 0 || start > end || end > to - from) {
      throw new IndexOutOfBoundsException(start + " to " + end);
    }
    return new TextSlice(chars, from + start, from + end);
  }

  @Override
  public String toString() {
    return new String(chars, from, to - from);
  }
}
