package com.globant.hiring.application.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads another stream and calls methods with the bytes that were read and at the end. Single bytes
 * pass through the same method as arrays, and no bytes are skipped, so that none are missed. Used
 * by one thread at a time.
 */
public abstract class BodyStream extends FilterInputStream {
  private boolean ended;

  protected BodyStream(InputStream in) {
    super(in);
  }

  /** Called after bytes were read. */
  protected void onBytes(byte[] bytes, int offset, int count) throws IOException {}

  /** Called once, before the reader learns of the end. */
  protected void onEnd() throws IOException {}

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    int count = in.read(target, offset, length);
    if (count > 0) {
      onBytes(target, offset, count);
    } else if (count < 0) {
      ended = true;
      onEnd();
    }
    return count;
  }

  @Override
  public final long skip(long count) {
    return 0;
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
