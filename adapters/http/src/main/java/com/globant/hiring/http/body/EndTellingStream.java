package com.globant.hiring.http.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells when a body has been read to its end, once, before the reader knows. */
final class EndTellingStream extends FilterInputStream {
  private final Runnable told;
  private boolean ended;

  EndTellingStream(InputStream in, Runnable told) {
    super(in);
    this.told = told;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count < 0 && !ended) {
      ended = true;
      told.run();
    }
    return count;
  }
}
