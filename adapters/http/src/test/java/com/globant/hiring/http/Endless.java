package com.globant.hiring.http;

import java.io.InputStream;

/** A stream that repeats itself for ever after its first bytes. */
public final class Endless extends InputStream {
  private final byte[] first;
  private final byte[] repeated;
  private long position;

  private Endless(byte[] first, byte[] repeated) {
    this.first = first;
    this.repeated = repeated;
  }

  public static Endless after(byte[] first, byte[] repeated) {
    return new Endless(first, repeated);
  }

  @Override
  public int read() {
    int value =
        position < first.length
            ? first[(int) position]
            : repeated[(int) ((position - first.length) % repeated.length)];
    position++;
    return value & 0xFF;
  }

  /** For the tests' sake: what no bound stops ends here. */
  private static final long END = 64L << 20;

  @Override
  public int read(byte[] target, int offset, int length) {
    if (position > END) {
      return -1;
    }
    for (int i = 0; i < length; i++) {
      target[offset + i] = (byte) read();
    }
    return length;
  }
}
